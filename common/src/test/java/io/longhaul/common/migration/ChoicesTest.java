package io.longhaul.common.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChoicesTest {

    private static final List<Parameter> PARAMETERS = List.of(
            Parameter.of("oldest", ParameterType.TIMESTAMP).withStandard("2020-01-01T00:00:00Z"),
            Parameter.of("rows", ParameterType.INTEGER));

    @Test
    void whatNobodyChoseHasItsDefault() {
        assertThat(Choices.of(PARAMETERS, Map.of("rows", "+5")))
                .isEqualTo(new Choices(Map.of("oldest", "2020-01-01 00:00:00", "rows", "5"), List.of()));
    }

    @Test
    void whatIsBoundCanBeChosenAgain() {
        Choices once = Choices.of(PARAMETERS, Map.of("rows", "5", "oldest", "2026-01-31T00:00:00+01:00"));

        assertThat(Choices.of(PARAMETERS, once.values())).isEqualTo(once);
    }

    @Test
    void everyProblemIsSaidAtOnce() {
        assertThat(Choices.of(PARAMETERS, Map.of("oldest", "yesterday", "row", "5", "whatever", "x"))
                        .problems())
                .containsExactly(
                        "parameter oldest: 'yesterday' is no timestamp;"
                                + " write a moment with its offset, such as 2026-01-31T00:00:00Z",
                        "parameter rows has no value; give it one with --set rows=…, a whole number, such as 42",
                        "there is no parameter row; did you mean rows?",
                        "there is no parameter whatever; there are oldest, rows");
    }

    @Test
    void aMigrationWithoutParametersTakesNone() {
        assertThat(Choices.of(List.of(), Map.of("rows", "5")).problems())
                .containsExactly("there is no parameter rows; the migration has none");
    }
}
