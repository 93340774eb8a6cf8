package io.longhaul.dispatcher.view;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What would become of a run of a migration that never ran, for programs.
 *
 * @param kind READY, FUTURE, TOO_LATE or BLOCKED
 * @param after what it waits for, where it is blocked
 * @param needs the version of the application, first or last, that it is for; null where that is no obstacle
 * @param application the version that workers have now; null where that is no obstacle
 */
record ProspectView(
        String kind,
        List<String> after,
        @Nullable String needs,
        @Nullable String application) {

    static ProspectView of(Prospect prospect) {
        if (prospect instanceof Prospect.Future future) {
            return new ProspectView(
                    "FUTURE", List.of(), future.needs().text(), future.is().text());
        }
        if (prospect instanceof Prospect.TooLate late) {
            return new ProspectView(
                    "TOO_LATE", List.of(), late.last().text(), late.is().text());
        }
        if (prospect instanceof Prospect.Blocked blocked) {
            List<String> after = blocked.after().stream()
                    .map(earlier -> earlier.migration().value())
                    .toList();
            return new ProspectView("BLOCKED", after, null, null);
        }
        return new ProspectView("READY", List.of(), null, null);
    }
}
