package io.longhaul.common.definition;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Mistakes in how YAML is written. */
class YamlMistakesTest {

    private static final String QUOTES =
            "text that holds ': ' or ' #', or begins with one of {}[]&*!|>%@`, needs quotes around it";

    @Test
    void aColonInTextWithoutQuotes() {
        assertSaid(
                "description: Events: the sorting key",
                "1:20: this is not YAML: a ':' stands where no value can begin; " + QUOTES);
    }

    @Test
    void aTab() {
        assertSaid(
                "description: x\noperations:\n\t- x",
                "3:1: this is not YAML: a tab stands where spaces are due; indent with spaces");
    }

    @Test
    void aCharacterThatIsReserved() {
        assertSaid("description: @x", "1:14: this is not YAML: no value begins with this character; " + QUOTES);
    }

    @Test
    void aKeyWithoutAColon() {
        assertSaid(
                "description: x\noperations\nx: y",
                "3:1: this is not YAML: a key has no ':'; write 'key: value', or put text in quotes");
    }

    @Test
    void aLineInNoColumnOfWhatIsAboveIt() {
        assertSaid(
                "operations:\n  - clickhouse: SELECT 1\n   done: SELECT 1",
                "3:4: this is not YAML: this stands in no column of what is above it; align it; ");
        assertSaid(
                "description: 'x' y",
                "1:18: this is not YAML: this stands in no column of what is above it; align it; " + QUOTES);
    }

    @Test
    void aListWhereNoneCanBegin() {
        assertSaid("operations: - x", "1:13: this is not YAML: a list begins here; begin it on a line of its own");
    }

    @Test
    void aListAfterTheKeys() {
        assertSaid(
                "description: x\n- y\n",
                "2:1: this is not YAML: this stands in no column of what is above it; align it; " + QUOTES);
    }

    @Test
    void textBehindTheSignOfABlock() {
        assertSaid(
                "description: | x\n",
                "1:16: this is not YAML: text goes on behind its '|' or '>'; begin it on the next line");
    }

    @Test
    void aCommaWithoutAValue() {
        assertSaid("prechecks: [ , ]\n", "1:14: this is not YAML: a value should be here; write one; " + QUOTES);
    }

    @Test
    void aFlowListThatIsNotClosed() {
        assertSaid(
                "prechecks: [ x\noperations: y",
                "2:11: this is not YAML: a list in [] goes on here; put ',' between items and ']' at the end");
    }

    @Test
    void aFlowMappingThatIsNotClosed() {
        assertSaid(
                "required: { x: y\noperations: y",
                "2:11: this is not YAML: a mapping in {} goes on here; put ',' between keys and '}' at the end");
    }

    @Test
    void aQuoteThatIsNeverClosedIsShownWhereItBegins() {
        assertSaid(
                "description: x\nname: \"never\nclosed: 1\n",
                "2:7: this is not YAML: a quote is never closed; close it");
    }

    @Test
    void aFileThatEndsTooEarlyIsShownWhereWhatIsOpenBegins() {
        assertSaid(
                "description: x\nprechecks: [ x,\n  y",
                "2:12: this is not YAML: the file ends before this does; close it");
    }

    @Test
    void aBackslashInDoubleQuotes() {
        assertSaid(
                "description: \"a\\d\"",
                "1:17: this is not YAML: no escape begins with this character; write \\\\ for a backslash");
    }

    @Test
    void aKeyThatIsThereTwice() {
        assertThat(Written.problems("description: x\noperations: [{ clickhouse: SELECT 1 }]\ndescription: y\n"))
                .containsExactly(
                        "0001_x.yaml:3:1: the key 'description' is here twice; leave this one out or that in line 1");
    }

    @Test
    void aKeyThatIsAList() {
        assertThat(Written.problems("description: x\noperations: [{ clickhouse: SELECT 1 }]\n? [a, b]\n: y\n"))
                .containsExactly("0001_x.yaml:3:3: a key is a list or a mapping; a key is a word");
    }

    @Test
    void aTag() {
        assertThat(Written.problems("description: !!str 24.10\noperations: [{ clickhouse: SELECT 1 }]\n"))
                .containsExactly("0001_x.yaml:1:14: here is the YAML tag !!str; leave it out");
    }

    @Test
    void anAlias() {
        assertThat(Written.problems("description: &d x\noperations: [{ clickhouse: *d }]\n"))
                .containsExactly("0001_x.yaml:2:28: *d is a YAML alias; write the value out");
    }

    @Test
    void aSecondDocument() {
        assertThat(Written.problems("description: x\noperations: [{ clickhouse: SELECT 1 }]\n---\ndescription: y\n"))
                .containsExactly(
                        "0001_x.yaml:3:1: a second YAML document begins here; one file holds one migration, so give it its own");
    }

    private static void assertSaid(String text, String sentence) {
        assertThat(Written.problems(text)).singleElement().asString().startsWith("0001_x.yaml:" + sentence);
    }
}
