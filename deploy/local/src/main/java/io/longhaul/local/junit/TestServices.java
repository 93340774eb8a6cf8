package io.longhaul.local.junit;

import io.longhaul.local.process.Lifetime;
import io.longhaul.local.process.TestDirectory;
import io.longhaul.local.service.ServiceSet;
import java.nio.file.Path;

/** Makes the sets of services that tests use. */
final class TestServices {

    private static final String CHOICE = "LONGHAUL_TEST_SERVICES";

    private TestServices() {}

    static ServiceSet own() {
        refuseContainers();
        Path directory = TestDirectory.create();
        return new ServiceSet(kind -> kind.in(directory, Lifetime.WITH_JVM));
    }

    static ServiceSet shared() {
        refuseContainers();
        Path directory = TestDirectory.create();
        return new ServiceSet(kind -> new SharedService(kind.in(directory, Lifetime.WITH_JVM)));
    }

    /** Nobody is to believe that a run was one with the official images. */
    private static void refuseContainers() {
        String choice = System.getenv().getOrDefault(CHOICE, "native");
        if (!choice.isBlank() && !choice.equals("native")) {
            throw new IllegalStateException(CHOICE + "=" + choice + " is not supported yet: use native, or unset it");
        }
    }
}
