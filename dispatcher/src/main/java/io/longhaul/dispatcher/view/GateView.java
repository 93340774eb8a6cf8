package io.longhaul.dispatcher.view;

import io.longhaul.common.gate.Blocker;
import io.longhaul.common.gate.GateReport;
import io.longhaul.common.version.Version;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code gate --output json} says; every key is always there.
 *
 * @param to the version after the upgrade
 * @param application the version that workers have now; null where none that is up knows it
 * @param verdict GO, PENDING, RUNNING or FAILED
 * @param blocking in the order in which it can be finished
 */
public record GateView(
        String to, @Nullable String application, String verdict, List<Line> blocking, List<Later> future) {

    public static GateView of(GateReport report) {
        return new GateView(
                report.to().text(),
                report.application().map(Version::text).orElse(null),
                report.gravest().map(Blocker.Kind::name).orElse("GO"),
                report.blockers().stream().map(Line::of).toList(),
                report.future().stream().map(Later::of).toList());
    }

    /**
     * What blocks.
     *
     * @param kind PENDING, RUNNING or FAILED
     * @param state of the newest run; null where there was none
     * @param command that finishes it
     */
    public record Line(
            String migration,
            String description,
            String kind,
            @Nullable String state,
            String why,
            String command) {

        static Line of(Blocker blocker) {
            return new Line(
                    blocker.migration().value(),
                    blocker.description(),
                    blocker.kind().name(),
                    blocker.state().map(Enum::name).orElse(null),
                    blocker.why(),
                    blocker.command());
        }
    }

    /**
     * What does not block, because it is for later versions.
     *
     * @param from the first of them
     */
    public record Later(String migration, String description, String from) {

        static Later of(GateReport.Future future) {
            return new Later(
                    future.migration().value(),
                    future.description(),
                    future.from().text());
        }
    }
}
