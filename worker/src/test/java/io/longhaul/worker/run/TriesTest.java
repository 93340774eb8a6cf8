package io.longhaul.worker.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TriesTest {

    @Test
    void eachFailureThatPassesByItselfIsFollowedByALongerWaitUntilItIsEnough() {
        Tries tries = new Tries(10);
        List<Long> waits = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            waits.add(tries.failed(true).orElseThrow().toSeconds());
        }

        assertThat(waits).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L, 60L);
        assertThat(tries.failed(true)).isEmpty();
    }

    @Test
    void whatDoesNotPassByItselfIsNotTriedAgain() {
        assertThat(new Tries(10).failed(false)).isEmpty();
        assertThat(new Tries(1).failed(true)).isEmpty();
    }
}
