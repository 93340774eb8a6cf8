package io.longhaul.common.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Mistakes that the schema finds: keys, types, empty values. */
class ShapeMistakesTest {

    private static final String OPERATIONS = "operations: [{ clickhouse: SELECT 1 }]\n";

    @Test
    void aDefinitionThatIsNoMapping() {
        assertSaid("- x\n", "1:1: the definition is a list; it takes a mapping");
    }

    @Test
    void aMissingDescription() {
        assertSaid(
                "# x\n" + OPERATIONS,
                "2:1: 'description' is missing; add description: \"Event and person in the sorting key of events\"");
    }

    @Test
    void anUnknownKeyThatIsNearlyAKnownOne() {
        assertSaid(
                "description: x\nprecheks: []\n" + OPERATIONS,
                "2:1: unknown key 'precheks'; did you mean 'prechecks'?");
        assertSaid(
                "description: x\npre-checks: []\n" + OPERATIONS,
                "2:1: unknown key 'pre-checks'; did you mean 'prechecks'?");
        assertSaid(
                "description: x\noperations: [{ for_each: { clickhouse: SELECT 1 }, clickhouse: SELECT 1 }]\n",
                "2:16: unknown key 'for_each'; did you mean 'forEach'?");
    }

    @Test
    void aKeyThatIsMissingBecauseItIsMisspeltIsReportedOnce() {
        assertSaid("desription: x\n" + OPERATIONS, "1:1: unknown key 'desription'; did you mean 'description'?");
    }

    @Test
    void anUnknownKeyThatIsLikeNoneShowsWhatIsKnown() {
        assertSaid(
                "description: x\nowner: me\n" + OPERATIONS,
                "2:1: unknown key 'owner'; known here: description, versions, after, services, parameters, required, prechecks, healthchecks, operations, postchecks, progress");
    }

    @Test
    void aCrashRuleThatIsNone() {
        assertSaid(
                "description: x\noperations: [{ clickhouse: SELECT 1, onCrash: retry }]\n",
                "2:47: 'onCrash' is 'retry'; write resume, rollback or ask, or leave it out");
    }

    @Test
    void anIrreversibleThatIsNeitherTrueNorFalse() {
        assertSaid(
                "description: x\noperations: [{ clickhouse: SELECT 1, irreversible: perhaps }]\n",
                "2:52: 'irreversible' is the text 'perhaps'; it takes true or false, such as true");
    }

    @Test
    void aCommaInTextWithoutQuotesInsideBraces() {
        assertSaid(
                "description: x\nrequired: { clickhouse: SELECT a = 1, b }\n" + OPERATIONS,
                "2:39: unknown key 'b'; put quotes around text that holds ',', or write a key known here: clickhouse,"
                        + " postgres");
    }

    @Test
    void aNumberWhereTextIsDueIsShownInQuotes() {
        assertSaid(
                "description: 24.10\n" + OPERATIONS,
                "1:14: 'description' is the number 24.10, which YAML reads as 24.1; write it as text, in quotes: \"24.10\"");
        assertSaid(
                "description: 0007\n" + OPERATIONS,
                "1:14: 'description' is the number 0007; write it as text, in quotes: \"0007\"");
        assertSaid(
                "description: 1_0\n" + OPERATIONS,
                "1:14: 'description' is the number 1_0; write it as text, in quotes: \"1_0\"");
    }

    @Test
    void aBooleanWhereTextIsDueIsShownInQuotes() {
        assertSaid(
                "description: x\noperations:\n  - clickhouse: [true]\n",
                "3:18: item 1 of 'clickhouse' is true without quotes, which YAML reads as yes or no;"
                        + " write it as text, in quotes: \"true\"");
    }

    @Test
    void aBraceThatBeginsTextWithoutQuotes() {
        assertSaid(
                "description: x\noperations:\n  - name: {partition}\n    clickhouse: SELECT 1\n",
                "3:11: 'name' is a mapping; it takes text; text that begins with '{' needs quotes");
    }

    @Test
    void aValueThatWasLeftOutIsShownAtItsKey() {
        assertSaid(
                "description: x\nprechecks:\n" + OPERATIONS,
                "2:1: 'prechecks' is empty; it takes a list, such as [{ freeDisk: { table: \"events\", factor: 1.5 } }]");
    }

    @Test
    void textWhereAMappingIsDue() {
        assertSaid(
                "description: x\nrequired: SELECT 1\n" + OPERATIONS,
                "2:11: 'required' is the text 'SELECT 1'; it takes a mapping,"
                        + " such as { clickhouse: \"SELECT count() > 0 FROM system.tables WHERE name = 'events'\" }");
    }

    @Test
    void noOperations() {
        assertSaid("description: x\noperations: []\n", "2:13: 'operations' is an empty list; write at least one item");
        assertSaid(
                "description: x\noperations: [{ clickhouse: [] }]\n",
                "2:28: 'clickhouse' is an empty list; write at least one item");
    }

    @Test
    void anOperationWithoutStatements() {
        assertSaid(
                "description: x\noperations:\n  - name: x\n",
                "3:5: the operation has neither clickhouse nor postgres nor rebuildTable; write one of them");
    }

    @Test
    void aDescriptionThatIsBlankOrOfSeveralLines() {
        String right = "; write one sentence, on one line, that says what the migration is for";

        assertSaid("description: ''\n" + OPERATIONS, "1:14: 'description' is blank" + right);
        assertSaid("description: |\n  x\n  y\n" + OPERATIONS, "1:14: 'description' runs over several lines" + right);
    }

    @Test
    void aBlankStatement() {
        assertSaid(
                "description: x\noperations: [{ clickhouse: [' '] }]\n",
                "2:29: item 1 of 'clickhouse' is blank; write one statement");
    }

    @Test
    void aPrecheckOfTwoKinds() {
        assertSaid(
                "description: x\nprechecks: [{ freeDisk: { atLeast: 1 B }, clickhouse: SELECT 1 }]\n" + OPERATIONS,
                "2:13: item 1 of 'prechecks' holds several keys; write each check as an item of its own");
    }

    @Test
    void anEmptyPrecheck() {
        assertPrecheck(
                "{}", "item 1 of 'prechecks' is empty; it takes freeDisk, rowCount, clickhouse, postgres, message", 13);
        assertPrecheck("{ freeDisk: {} }", "'freeDisk' is empty; it takes table, factor, atLeast", 25);
    }

    @Test
    void aMessageBelongsToAQuery() {
        assertPrecheck(
                "{ message: x }",
                "the check looks at nothing; write one of freeDisk, rowCount, clickhouse, postgres",
                13);
        assertSaid(
                "description: x\nprechecks: [{ freeDisk: { atLeast: 1 B }, message: x }]\n" + OPERATIONS,
                "2:13: item 1 of 'prechecks' holds several keys; write each check as an item of its own");
        assertPrecheck(
                "{ clickhouse: SELECT 1, message: '' }",
                "'message' is blank; write one sentence, on one line, or leave it out",
                46);
    }

    @Test
    void aPostcheckHasTheMistakesOfAPrecheck() {
        assertSaid(
                "description: x\npostchecks: [{ clickhouse: DROP TABLE x }, { freeDisk: { atLeast: 0 } }]\n"
                        + OPERATIONS,
                "2:28: the query begins with DROP; write one that begins with SELECT or WITH",
                "2:67: 'atLeast' is '0'; write a size above 0 and below 8192 PiB, such as 10 GiB");
    }

    @Test
    void aTableWithoutAFactorOrAFactorWithoutATable() {
        assertPrecheck("{ freeDisk: { table: x } }", "'freeDisk' lacks 'factor'; add factor: 1.5", 25);
        assertPrecheck("{ freeDisk: { factor: 2 } }", "'freeDisk' lacks 'table'; add table: \"events\"", 25);
    }

    @Test
    void aFactorOutOfBounds() {
        assertPrecheck("{ freeDisk: { table: x, factor: 0 } }", "'factor' is 0; write a number above 0", 45);
        assertPrecheck("{ freeDisk: { table: x, factor: -1.5 } }", "'factor' is -1.5; write a number above 0", 45);
        assertPrecheck(
                "{ freeDisk: { table: x, factor: 1e99 } }", "'factor' is 1e99; write a number of at most 1000", 45);
    }

    @Test
    void aFactorThatIsNoPlainNumber() {
        String right = "; it takes a decimal number, such as 1.5";

        assertPrecheck("{ freeDisk: { table: x, factor: lots } }", "'factor' is the text 'lots'" + right, 45);
        assertPrecheck("{ freeDisk: { table: x, factor: 0x10 } }", "'factor' is the number 0x10" + right, 45);
        assertPrecheck("{ freeDisk: { table: x, factor: .inf } }", "'factor' is the number .inf" + right, 45);
        assertPrecheck(
                "{ freeDisk: { table: x, factor: 1e999999999 } }", "'factor' is the number 1e999999999" + right, 45);
    }

    @Test
    void aSizeThatIsNone() {
        String right =
                "; write bytes, or a number with one of B, KB, MB, GB, TB, PB, KiB, MiB, GiB, TiB, PiB, such as 10 GiB";

        assertPrecheck("{ freeDisk: { atLeast: 10 gigs } }", "'atLeast' is '10 gigs'" + right, 36);
        assertPrecheck("{ freeDisk: { atLeast: 10 gib } }", "'atLeast' is '10 gib'" + right, 36);
        assertPrecheck("{ freeDisk: { atLeast: -1 GiB } }", "'atLeast' is '-1 GiB'" + right, 36);
    }

    @Test
    void aSizeThatCannotBe() {
        String right = "; write a size above 0 and below 8192 PiB, such as 10 GiB";

        assertPrecheck("{ freeDisk: { atLeast: 0 } }", "'atLeast' is '0'" + right, 36);
        assertPrecheck("{ freeDisk: { atLeast: -5 } }", "'atLeast' is '-5'" + right, 36);
        assertPrecheck("{ freeDisk: { atLeast: 8192 PiB } }", "'atLeast' is '8192 PiB'" + right, 36);
        assertPrecheck(
                "{ freeDisk: { atLeast: 9223372036854775808 } }", "'atLeast' is '9223372036854775808'" + right, 36);
    }

    @Test
    void aPartOfAByteIsNoWholeNumber() {
        assertPrecheck(
                "{ freeDisk: { atLeast: 1.5 } }",
                "'atLeast' is the number 1.5; it takes text or a whole number, such as \"10 GiB\"",
                36);
    }

    private static void assertPrecheck(String precheck, String sentence, int column) {
        assertThat(Written.problems("description: x\nprechecks: [" + precheck + "]\n" + OPERATIONS))
                .first()
                .isEqualTo("0001_x.yaml:2:%d: %s".formatted(column, sentence));
    }

    private static void assertSaid(String text, String... sentences) {
        assertThat(Written.problems(text))
                .containsExactly(Stream.of(sentences)
                        .map(sentence -> "0001_x.yaml:" + sentence)
                        .toArray(String[]::new));
    }
}
