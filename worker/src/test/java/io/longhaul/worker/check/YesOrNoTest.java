package io.longhaul.worker.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class YesOrNoTest {

    @Test
    void oneValueThatIsOneOrTrueMeansYes() {
        assertThat(YesOrNo.read(List.of(Map.of("a", "1")))).isEqualTo(Optional.of(true));
        assertThat(YesOrNo.read(List.of(Map.of("a", "true")))).isEqualTo(Optional.of(true));
        assertThat(YesOrNo.read(List.of(Map.of("a", "0")))).isEqualTo(Optional.of(false));
        assertThat(YesOrNo.read(List.of(Map.of("a", "false")))).isEqualTo(Optional.of(false));
    }

    @Test
    void anythingElseIsNoAnswer() {
        assertThat(YesOrNo.read(List.of())).isEmpty();
        assertThat(YesOrNo.read(List.of(Map.of()))).isEmpty();
        assertThat(YesOrNo.read(List.of(Map.of("a", "2")))).isEmpty();
        assertThat(YesOrNo.read(List.of(Map.of("a", "1", "b", "1")))).isEmpty();
        assertThat(YesOrNo.read(List.of(Map.of("a", "1"), Map.of("a", "1")))).isEmpty();
    }
}
