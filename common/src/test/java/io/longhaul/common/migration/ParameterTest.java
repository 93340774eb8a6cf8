package io.longhaul.common.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.longhaul.common.migration.Parameter.Choice;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParameterTest {

    private static final Parameter ROWS = bounded(ParameterType.INTEGER, "10", "1000");

    @Test
    void bothBoundsAreRight() {
        assertThat(ROWS.choose("10")).isEqualTo(new Choice.Right("10"));
        assertThat(ROWS.choose("1000")).isEqualTo(new Choice.Right("1000"));
    }

    @Test
    void whatIsNoneSaysWhatWouldBeRight() {
        assertThat(ROWS.choose("9")).isEqualTo(new Choice.Wrong("'9' is too small", "write at least 10"));
        assertThat(ROWS.choose("1001")).isEqualTo(new Choice.Wrong("'1001' is too large", "write at most 1000"));
        assertThat(ROWS.choose("x"))
                .isEqualTo(new Choice.Wrong("'x' is no integer", "write a whole number, such as 42"));
        assertThat(mode().choose("Fast"))
                .isEqualTo(new Choice.Wrong("'Fast' is none of its values", "write one of fast, gentle"));
    }

    @Test
    void aDefaultIsKeptAsItIsBound() {
        Parameter oldest = Parameter.of("oldest", ParameterType.TIMESTAMP).withStandard("2020-01-01T01:00:00+01:00");

        assertThat(oldest.standard()).contains("2020-01-01 00:00:00");
    }

    @Test
    void aDefaultThatIsNoValueIsRefused() {
        assertThatThrownBy(() -> ROWS.withStandard("9")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void boundsThatAreNoValuesOrOfATypeWithoutOrderAreRefused() {
        assertThatThrownBy(() -> bounded(ParameterType.INTEGER, "a", "b")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> bounded(ParameterType.STRING, "a", "b")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anEnumHasValuesAndNothingElseHas() {
        assertThatThrownBy(() -> Parameter.of("mode", ParameterType.ENUM)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> withValues(ParameterType.STRING)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1st", "a-b", "a b", "é", "a;b"})
    void aNameThatSqlCouldNotHaveIsRefused(String name) {
        assertThatThrownBy(() -> Parameter.of(name, ParameterType.STRING)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Parameter mode() {
        return withValues(ParameterType.ENUM);
    }

    private static Parameter withValues(ParameterType type) {
        return new Parameter(
                "mode",
                type,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of("fast", "gentle"));
    }

    private static Parameter bounded(ParameterType type, String atLeast, String atMost) {
        return new Parameter(
                "rows", type, Optional.empty(), Optional.empty(), Optional.of(atLeast), Optional.of(atMost), List.of());
    }
}
