package io.longhaul.common.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class GoldenTest {

    @Test
    void everyMistakeOfAFileIsReportedAtOnce() throws IOException {
        String said =
                String.join("\n", Written.problems(Written.reading("0012_many_mistakes.yaml", bytes("yaml")))) + "\n";

        assertThat(said).isEqualTo(new String(bytes("txt"), StandardCharsets.UTF_8));
    }

    private static byte[] bytes(String ending) throws IOException {
        String name = "0012_many_mistakes." + ending;
        try (InputStream in = Objects.requireNonNull(GoldenTest.class.getResourceAsStream(name), name)) {
            return in.readAllBytes();
        }
    }
}
