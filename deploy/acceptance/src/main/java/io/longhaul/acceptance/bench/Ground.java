package io.longhaul.acceptance.bench;

import io.longhaul.local.service.ServiceSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Where a benchmark takes place: its services, its size, a directory for logs, and somebody who is told how it goes.
 */
record Ground(ServiceSet services, Size size, Path logs, Consumer<String> tell) {

    /** An installation whose workers ship with so many definitions of these operations. */
    Installation installation(String name, int definitions, String... operations) throws IOException {
        Path own = Files.createTempDirectory(logs, name + "-");
        return new Installation(services, Definition.directory(own, definitions, operations), own);
    }
}
