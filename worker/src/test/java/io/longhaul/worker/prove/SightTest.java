package io.longhaul.worker.prove;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SightTest {

    private static final Sight EXPECTED = sight("CREATE TABLE t", 20, "1", "2", "3");

    @Test
    void whatIsMissingMoreOrOtherwiseIsSaidInASentence() {
        assertThat(new Sight(Map.of()).differences(EXPECTED, "undisturbed", Unsteady.none()))
                .containsExactly("table t is not there, undisturbed it is");
        assertThat(EXPECTED.differences(new Sight(Map.of()), "at first", Unsteady.none()))
                .containsExactly("table t is there, at first it is not");
        assertThat(sight("CREATE TABLE x", 20, "1", "2", "3").differences(EXPECTED, "undisturbed", Unsteady.none()))
                .containsExactly("table t is defined otherwise: 'CREATE TABLE x', undisturbed 'CREATE TABLE t'");
        assertThat(sight("CREATE TABLE t", 40, "1", "2", "3").differences(EXPECTED, "undisturbed", Unsteady.none()))
                .containsExactly("table t: 40 rows, undisturbed 20");
        assertThat(sight("CREATE TABLE t", 20, "9", "2", "9").differences(EXPECTED, "undisturbed", Unsteady.none()))
                .containsExactly("table t: 20 rows, as many as undisturbed, with other values in a");
        assertThat(sight("CREATE TABLE t", 20, "1", "2", "9").differences(EXPECTED, "undisturbed", Unsteady.none()))
                .containsExactly("table t: 20 rows, as many as undisturbed, with other values in other combinations");
    }

    @Test
    void whatDiffersBetweenTwoUndisturbedRunsIsLeftOut() {
        Unsteady unsteady = Unsteady.none().and(EXPECTED, sight("CREATE TABLE t", 20, "8", "2", "8"));

        assertThat(sight("CREATE TABLE t", 20, "9", "2", "9").differences(EXPECTED, "undisturbed", unsteady))
                .isEmpty();
        assertThat(sight("CREATE TABLE t", 20, "9", "5", "9").differences(EXPECTED, "undisturbed", unsteady))
                .containsExactly("table t: 20 rows, as many as undisturbed, with other values in b");
        assertThat(unsteady.sentences())
                .containsExactly("table t: a is not the same after two undisturbed runs, and not compared");
        assertThat(Unsteady.none().and(EXPECTED, new Sight(Map.of())).isWhole("table t"))
                .isTrue();
    }

    private static Sight sight(String definition, long rows, String a, String b, String whole) {
        return new Sight(Map.of(
                "table t", new Thing(definition, OptionalLong.of(rows), Map.of("a", a, "b", b, Thing.ROW, whole))));
    }
}
