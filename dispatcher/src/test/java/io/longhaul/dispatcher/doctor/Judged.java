package io.longhaul.dispatcher.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** What a judgement has found. */
final class Judged {

    private Judged() {}

    /** The one finding of a check. */
    static Finding one(List<Finding> findings, String check) {
        List<Finding> found = findings.stream()
                .filter(finding -> finding.check().equals(check))
                .toList();
        assertThat(found).as(check).hasSize(1);
        return found.get(0);
    }
}
