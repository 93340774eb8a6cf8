package io.longhaul.common.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class RunIdTest {

    private static final String TEXT = "8f41c2d6-0b7e-4c1e-9d55-2a41c7e90b13";

    @Test
    void anIdIsReadBackFromItsText() {
        assertThat(RunId.parse(TEXT)).hasToString(TEXT);
        RunId random = RunId.random();
        assertThat(RunId.parse(random.toString())).isEqualTo(random);
    }

    @Test
    void peopleTypeTheFirstEightCharacters() {
        assertThat(RunId.parse(TEXT).brief()).isEqualTo("8f41c2d6");
    }

    @Test
    void anythingElseIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> RunId.parse("0007_events"));
    }

    @Test
    void aQueryIdSaysRunOperationChunkAndEpoch() {
        assertThat(QueryId.of(RunId.parse(TEXT), 2, 37, new Epoch(3))).hasToString("lh-8f41c2d6-2-37-e3");
    }
}
