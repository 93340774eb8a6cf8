package io.longhaul.worker.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MilestonesTest {

    private static final Milestones BEGUN = Milestones.begun(
                    "old",
                    new Way(Way.Kind.COPY, "other keys"),
                    new Watermark(Watermark.Kind.BLOCK_NUMBERS, "merges go on"),
                    Map.of("a", ""),
                    Map.of("b", "1"))
            .built("new");

    @Test
    void theyComeBackAsTheyWereRemembered() {
        Milestones exchanged =
                BEGUN.marked(7, new Unrest(1, 2, 3)).exchanged(List.of("q")).hasMerged();

        assertThat(Milestones.read(exchanged.text())).isEqualTo(exchanged);
    }

    /** A run of weeks may see an upgrade. */
    @Test
    void whatAnotherVersionHasRememberedCanBeRead() {
        String older = BEGUN.text().replace("\"merged\":false", "\"later\":[1]");

        assertThat(older).contains("later");
        assertThat(Milestones.read(older)).isEqualTo(BEGUN);
    }
}
