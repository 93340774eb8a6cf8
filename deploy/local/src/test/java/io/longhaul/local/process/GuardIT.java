package io.longhaul.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.longhaul.local.service.PrivateRedis;
import java.io.BufferedReader;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class GuardIT {

    /** What a test JVM does: starts a service and works. */
    static final class TestJvm {

        private TestJvm() {}

        public static void main(String[] arguments) {
            Path directory = TestDirectory.create();
            var redis = new PrivateRedis(directory, Lifetime.WITH_JVM);
            redis.start();
            System.out.println(redis.pid());
            System.out.println(directory);
            while (true) {
                LockSupport.park();
            }
        }
    }

    @Test
    void aKilledTestJvmLeavesNeitherServicesNorFiles() throws Exception {
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        String.join(File.pathSeparator, codeSource(Guard.class), codeSource(GuardIT.class)),
                        TestJvm.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output = jvm.inputReader()) {
            long redis = Long.parseLong(output.readLine());
            Path directory = Path.of(output.readLine());
            assertThat(ProcessEntry.of(redis)).isPresent();

            jvm.destroyForcibly();

            await().atMost(Duration.ofSeconds(10))
                    .until(() -> ProcessEntry.of(redis).isEmpty());
            await().atMost(Duration.ofSeconds(10)).until(() -> !Files.exists(directory));
        } finally {
            jvm.destroyForcibly();
        }
    }

    private static String codeSource(Class<?> type) throws Exception {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI())
                .toString();
    }
}
