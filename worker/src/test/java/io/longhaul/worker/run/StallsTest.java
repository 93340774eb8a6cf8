package io.longhaul.worker.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.run.QueryId;
import io.longhaul.common.run.Stall;
import io.longhaul.worker.run.Stalls.Facts;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StallsTest {

    private static final QueryId QUERY = new QueryId("lh-8f41c2d6-2-0-e3");

    private static Facts still(int seconds, boolean hasMoved, int usual) {
        return new Facts(
                QUERY,
                Duration.ofSeconds(seconds),
                hasMoved,
                usual == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(usual)),
                Optional.empty(),
                true);
    }

    @ParameterizedTest
    @CsvSource({
        // still, has moved, usual, stalled
        "59, true, 0, false",
        "60, true, 0, true",
        "59, true, 1, false",
        "60, true, 10, true",
        "60, true, 11, false",
        "66, true, 11, true",
        "3599, true, 600, false",
        "3600, true, 600, true",
        "599, false, 0, false",
        "600, false, 0, true",
        "599, false, 1, false",
        "719, false, 120, false",
        "720, false, 120, true"
    })
    void aStatementStallsAfterSixTimesTheUsualAndNeverSoonerThanTheFloor(
            int still, boolean hasMoved, int usual, boolean stalled) {
        assertThat(Stalls.of(still(still, hasMoved, usual)).isPresent()).isEqualTo(stalled);
    }

    @ParameterizedTest
    @CsvSource({"29, false", "30, true"})
    void aStatementThatTheDatabaseNoLongerKnowsWhileWeWaitStallsSoon(int gone, boolean stalled) {
        Facts facts = new Facts(
                QUERY,
                Duration.ofSeconds(gone + 5),
                true,
                Optional.of(Duration.ofHours(1)),
                Optional.of(Duration.ofSeconds(gone)),
                true);

        assertThat(Stalls.of(facts))
                .map(Stall::still)
                .isEqualTo(stalled ? Optional.of(Duration.ofSeconds(gone)) : Optional.empty());
    }

    @Test
    void theReasonSaysWhatStandsStillAndWhatWasExpected() {
        assertThat(Stalls.of(still(100, true, 12)))
                .map(Stall::why)
                .contains(
                        "no row read or written any more; 72 s at most is expected where a statement takes 12 s (lh-8f41c2d6-2-0-e3)");
        assertThat(Stalls.of(still(700, false, 0)))
                .map(Stall::why)
                .contains("no row read or written yet; 600 s at most is expected (lh-8f41c2d6-2-0-e3)");
        assertThat(Stalls.of(new Facts(QUERY, Duration.ofSeconds(70), true, Optional.empty(), Optional.empty(), false)))
                .map(Stall::why)
                .contains(
                        "no row read or written any more, and the database does not answer; 60 s at most is expected (lh-8f41c2d6-2-0-e3)");
    }

    @Test
    void theReasonStaysTheSameWhileTheStallLasts() {
        assertThat(Stalls.of(still(100, true, 12)).map(Stall::why))
                .isEqualTo(Stalls.of(still(1000, true, 12)).map(Stall::why));
    }
}
