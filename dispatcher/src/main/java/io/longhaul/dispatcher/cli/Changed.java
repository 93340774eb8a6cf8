package io.longhaul.dispatcher.cli;

import io.longhaul.common.run.Run;
import io.longhaul.common.store.RunSearch;
import io.longhaul.common.store.RunSearch.Registered;
import io.longhaul.dispatcher.view.DefinitionDifference;
import java.util.List;
import java.util.Optional;

/** Why a run cannot go on with what workers have now, and what can be done. */
final class Changed {

    private final RunSearch search;

    Changed(RunSearch search) {
        this.search = search;
    }

    /** Sentences for somebody who wanted it to; {@code typed} is what they typed for the migration. */
    String sentences(Run run, String typed) {
        String what = difference(run)
                .map(lines -> ":\n  " + String.join("\n  ", lines))
                .orElse("; what has changed in it is not known.");
        String instead = run.startedAt().isEmpty()
                ? "It has not begun: 'longhaul stop %s' ends it, then ask for a new run.".formatted(typed)
                : "Start a worker that has it as it was, then ask again; another could leave it half done.";
        return "%s has changed since this run was asked for, and no worker that is up has it as it was%s\n%s"
                .formatted(run.migration(), what, instead);
    }

    private Optional<List<String>> difference(Run run) {
        Optional<String> was = search.source(run.migration(), run.checksum());
        Optional<String> is = search.registered(run.migration()).map(Registered::source);
        return was.flatMap(before -> is.flatMap(now -> DefinitionDifference.between(run.migration(), before, now)))
                .map(DefinitionDifference::lines);
    }
}
