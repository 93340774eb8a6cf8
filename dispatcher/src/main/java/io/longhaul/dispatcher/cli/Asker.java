package io.longhaul.dispatcher.cli;

import io.longhaul.common.store.Controls.By;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Who asks, and why: both are kept in the run's story. */
final class Asker {

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the record: 'longhaul history' shows it.")
    private String reason = "";

    @Option(names = "--by", paramLabel = "WHO", description = "Who asks, for the record; by default you, at this host.")
    private @Nullable String by;

    By by(Supplier<String> you) {
        return new By(Optional.ofNullable(by).orElseGet(you), reason);
    }
}
