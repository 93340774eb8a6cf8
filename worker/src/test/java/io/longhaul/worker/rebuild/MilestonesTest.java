package io.longhaul.worker.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MilestonesTest {

    private static final Milestones BEGUN = Milestones.begun(
                    "old",
                    new Way(Way.Kind.COPY, "other keys"),
                    new Watermark(Watermark.Kind.BLOCK_NUMBERS, "merges go on"),
                    Map.of("a", ""),
                    Map.of("b", "1"))
            .built(
                    "new",
                    Optional.of(new Declared("26.7", Map.of("`id`", "`id` UInt64"), Set.of("INDEX i"), "MergeTree")));

    @Test
    void theyComeBackAsTheyWereRemembered() {
        Milestones exchanged =
                BEGUN.marked(7, new Unrest(1, 2)).exchanged(List.of("q")).hasMerged();

        assertThat(Milestones.read(exchanged.text())).isEqualTo(exchanged);
    }

    /** A run of weeks may see an upgrade. */
    @Test
    void whatAnotherVersionHasRememberedCanBeRead() {
        String older = BEGUN.text().replace("\"merged\":false", "\"later\":[1]");

        assertThat(older).contains("later");
        assertThat(Milestones.read(older)).isEqualTo(BEGUN);
    }

    /** Nobody had looked yet how a table is declared. */
    @Test
    void whatIsNotRememberedIsEmpty() {
        String older = BEGUN.text().replaceAll(",\"declared\":\\{.*}}", "}");

        assertThat(older).doesNotContain("declared");
        assertThat(Milestones.read(older).declared()).isEmpty();
    }
}
