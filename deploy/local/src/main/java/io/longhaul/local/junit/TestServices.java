package io.longhaul.local.junit;

import io.longhaul.local.process.Lifetime;
import io.longhaul.local.process.TestDirectory;
import io.longhaul.local.service.ServiceSet;
import java.nio.file.Path;

/** Makes the sets of services that tests use. */
final class TestServices {

    private TestServices() {}

    static ServiceSet own() {
        Path directory = TestDirectory.create();
        return new ServiceSet(kind -> kind.in(directory, Lifetime.WITH_JVM));
    }

    static ServiceSet shared() {
        Path directory = TestDirectory.create();
        return new ServiceSet(kind -> new SharedService(kind.in(directory, Lifetime.WITH_JVM)));
    }
}
