package io.longhaul.common.definition;

import io.longhaul.common.config.Durations;
import io.longhaul.common.definition.Node.Scalar;

/** The rule for spans of time that a pattern cannot say: there is some of it. */
final class DurationRules {

    private final Findings findings;

    DurationRules(Findings findings) {
        this.findings = findings;
    }

    /** Looks at the keys of a mapping that are spans of time; those that an earlier pass refused are left alone. */
    void look(Node holder, String... keys) {
        for (String key : keys) {
            holder.at(key)
                    .flatMap(Node::text)
                    .filter(span -> !findings.isFaulty(span))
                    .filter(DurationRules::isNothing)
                    .ifPresent(span -> findings.fault(
                            span,
                            "'%s' is %s".formatted(key, Sentence.quoted(span)),
                            "write a number above 0 with one of ms, s, m, h, d, such as 30s"));
        }
    }

    private static boolean isNothing(Scalar span) {
        return Durations.parse(span.value()).isZero();
    }
}
