package io.longhaul.common.definition;

import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.version.Version;
import io.longhaul.common.version.VersionRange;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VersionMistakesTest {

    private static final String THREE = "write all three numbers of a version, such as \"1.45.0\"";

    @Test
    void aRangeIsReadAndEitherEndMayBeLeftOut() {
        assertThat(read("{ from: \"1.45.0\", through: 1.47.9 }")).hasToString("1.45.0 to 1.47.9");
        assertThat(read("{ from: \"1.45.0\" }"))
                .isEqualTo(new VersionRange(Optional.of(new Version("1.45.0")), Optional.empty()));
        assertThat(read("{ through: \"1.47.9\" }"))
                .isEqualTo(new VersionRange(Optional.empty(), Optional.of(new Version("1.47.9"))));
        assertThat(Written.definition("description: x\noperations: [{ clickhouse: SELECT 1 }]\n")
                        .migration()
                        .versions())
                .isEqualTo(VersionRange.ANY);
    }

    @Test
    void aNumberWithoutQuotesIsShownInQuotesAndWithWhatItLacks() {
        assertSaid(
                "{ from: 1.50 }",
                "2:19: 'from' is the number 1.50, which YAML reads as 1.5; write it as text, in quotes: \"1.50\", and "
                        + THREE);
    }

    @Test
    void aTextThatIsNoVersion() {
        assertSaid("{ from: \"1.45\" }", "2:19: 'from' is '1.45'; " + THREE);
        assertSaid("{ through: v1.47.9 }", "2:22: 'through' is 'v1.47.9'; " + THREE);
        assertSaid("{ from: 1.45.x }", "2:19: 'from' is '1.45.x'; " + THREE);
        assertSaid("{ from: 9999999999.0.0 }", "2:19: 'from' is '9999999999.0.0'; " + THREE);
    }

    @Test
    void aRangeThatEndsBeforeItBegins() {
        assertSaid(
                "{ from: \"1.47.10\", through: \"1.47.9\" }",
                "2:39: 'through' is '1.47.9', below 'from', which is '1.47.10';"
                        + " write a version of at least 1.47.10, or leave one of them out");
    }

    @Test
    void aRangeThatSaysNothing() {
        assertSaid("{}", "2:11: 'versions' is empty; it takes from, through");
        assertSaid("{ until: \"1.47.9\" }", "2:13: unknown key 'until'; known here: from, through");
        assertSaid(
                "\">=1.45\"",
                "2:11: 'versions' is the text '>=1.45';"
                        + " it takes a mapping, such as { from: \"1.45.0\", through: \"1.47.9\" }");
    }

    private static VersionRange read(String versions) {
        return Written.definition(text(versions)).migration().versions();
    }

    private static void assertSaid(String versions, String sentence) {
        assertThat(Written.problems(text(versions))).containsExactly("0001_x.yaml:" + sentence);
    }

    private static String text(String versions) {
        return "description: x\nversions: %s\noperations: [{ clickhouse: SELECT 1 }]\n".formatted(versions);
    }
}
