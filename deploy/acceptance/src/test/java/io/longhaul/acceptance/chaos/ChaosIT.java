package io.longhaul.acceptance.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.acceptance.stage.Stage;
import io.longhaul.local.junit.LocalServices;
import io.longhaul.local.service.Kind;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Some of what {@code deploy/chaos} plays. */
@Tag("slow")
class ChaosIT {

    @RegisterExtension
    static final LocalServices services = LocalServices.own(Kind.POSTGRES, Kind.RABBIT, Kind.REDIS, Kind.CLICKHOUSE);

    @TempDir
    Path logs;

    @ParameterizedTest
    @ValueSource(longs = 1001)
    void nothingIsLostDoubledOrStuckWhateverDies(long seed) throws Exception {
        ByteArrayOutputStream story = new ByteArrayOutputStream();
        try (Stage stage = Pace.FASTEST.onto(new Stage(services.set(), Path.of("migrations"), logs));
                PrintStream log = new PrintStream(story, true, StandardCharsets.UTF_8)) {
            Script script = Script.of(seed);

            Outcome outcome = new Play(script, services.set(), stage, Pace.FASTEST, log).play();

            assertThat(outcome.violations())
                    .as("%s%n%s", script, story.toString(StandardCharsets.UTF_8))
                    .isEmpty();
            assertThat(outcome.blows()).hasSizeGreaterThan(2);
        }
    }
}
