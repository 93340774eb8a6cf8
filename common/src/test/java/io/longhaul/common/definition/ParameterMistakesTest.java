package io.longhaul.common.definition;

import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.migration.Parameter;
import io.longhaul.common.migration.ParameterType;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Mistakes in what may be chosen for a run, and in SQL that names it. The parameter begins in line 3, column 3. */
class ParameterMistakesTest {

    private static final String OPERATIONS = "operations: [{ clickhouse: SELECT 1 }]\n";

    @Test
    void parametersOfEveryTypeAreRead() {
        List<Parameter> parameters = Written.definition("""
                        description: x
                        parameters:
                          oldest: { type: timestamp, default: 2020-01-01T00:00:00Z, description: older rows are left }
                          rows: { type: integer, default: 1000000, atLeast: 1, atMost: 50000000 }
                          share: { type: decimal, default: 1e-1, atMost: "1.0" }
                          keep: { type: duration, default: 14d, atLeast: 1h }
                          all: { type: boolean, default: true }
                          mode: { type: enum, values: [fast, gentle], default: fast }
                          table: { type: identifier, default: events }
                          note: { type: string }
                        operations: [{ clickhouse: SELECT 1 }]
                        """).migration().parameters();

        assertThat(parameters)
                .extracting(parameter -> parameter.standard().orElse("-"))
                .containsExactly("2020-01-01 00:00:00", "1000000", "0.1", "1209600", "true", "fast", "events", "-");
        assertThat(parameters.get(1))
                .isEqualTo(new Parameter(
                        "rows",
                        ParameterType.INTEGER,
                        Optional.of("1000000"),
                        Optional.empty(),
                        Optional.of("1"),
                        Optional.of("50000000"),
                        List.of()));
        assertThat(parameters.get(0).description()).contains("older rows are left");
        assertThat(parameters.get(5).values()).containsExactly("fast", "gentle");
    }

    @Test
    void aParameterWithoutAType() {
        assertSaid("p: { default: 5 }", "3:6: 'type' is missing; add type: \"timestamp\"");
        assertSaid(
                "p: { type: number }",
                "3:14: 'type' is 'number';"
                        + " write string, integer, decimal, boolean, timestamp, duration, enum or identifier");
    }

    @Test
    void aParameterThatIsOnlyItsType() {
        assertSaid(
                "p: integer",
                "3:6: 'p' is the text 'integer'; it takes a mapping, such as"
                        + " { type: \"integer\", default: 1000000, atLeast: 1, description: \"rows at a time\" }");
    }

    @Test
    void anEnumWithoutValuesAndValuesOfSomethingElse() {
        assertSaid("p: { type: enum }", "3:3: an enum has values; add values, a list of texts");
        assertSaid("p: { type: enum, values: [] }", "3:28: 'values' is an empty list; write at least one item");
        assertSaid(
                "p: { type: string, values: [a] }",
                "3:30: only an enum has values; leave them out, or write type: enum");
        assertSaid(
                "p: { type: enum, values: [1], default: 1 }",
                "3:29: item 1 of 'values' is the number 1; write it as text, in quotes: \"1\"");
    }

    @Test
    void aDefaultOutsideOfTheBounds() {
        assertSaid(
                "p: { type: integer, default: 0, atLeast: 1 }",
                "3:32: the default '0' is too small; write at least 1, or leave the default out");
        assertSaid(
                "p: { type: duration, default: 15d, atMost: 14d }",
                "3:33: the default '15d' is too large; write at most 14d, or leave the default out");
        assertSaid(
                "p: { type: enum, values: [fast, gentle], default: slow }",
                "3:53: the default 'slow' is none of its values;"
                        + " write one of fast, gentle, or leave the default out");
    }

    @Test
    void aDefaultThatIsNoValueOfItsType() {
        assertSaid(
                "p: { type: timestamp, default: 2020-01-01 }",
                "3:34: the default '2020-01-01' is no timestamp;"
                        + " write a moment with its offset, such as 2026-01-31T00:00:00Z, or leave the default out");
        assertSaid(
                "p: { type: integer, default: 2.5 }",
                "3:32: the default '2.5' is no integer;"
                        + " write a whole number, such as 42, or leave the default out");
        assertSaid(
                "p: { type: boolean, default: yes }",
                "3:32: the default 'yes' is no boolean; write true or false, or leave the default out");
    }

    @Test
    void aTextWithoutQuotesThatYamlTakesForSomethingElse() {
        assertSaid(
                "p: { type: string, default: 0012 }",
                "3:31: the default of a string is text; write it in quotes: \"0012\"");
        assertSaid(
                "p: { type: enum, values: [\"true\"], default: true }",
                "3:47: the default of an enum is text; write it in quotes: \"true\"");
    }

    @Test
    void boundsOfATypeWithoutOrder() {
        assertSaid(
                "p: { type: string, atLeast: a, atMost: z }",
                "3:31: a string has no order; leave 'atLeast' out",
                "3:42: a string has no order; leave 'atMost' out");
        assertSaid("p: { type: identifier, atLeast: a }", "3:35: an identifier has no order; leave 'atLeast' out");
    }

    @Test
    void boundsThatAreNoValuesOrInTheWrongOrder() {
        assertSaid(
                "p: { type: integer, atLeast: few }",
                "3:32: 'atLeast' is no integer; write a whole number, such as 42");
        assertSaid(
                "p: { type: duration, atLeast: 2h, atMost: 90m, default: 1h }",
                "3:45: 'atMost' is below 'atLeast'; write at least 2h");
    }

    @Test
    void aNameThatIsNoneOrIsTaken() {
        assertSaid(
                "1st: { type: string, default: 5 }",
                "3:3: '1st' cannot be the name of a parameter; write letters, digits and _, beginning with a letter");
        assertSaid(
                "staging: { type: string }",
                "3:3: 'staging' is a table that Longhaul names; give the parameter another name");
        assertSaid(
                "migration: { type: string }",
                "3:3: 'migration' is what a run's task in Redis calls its migration;"
                        + " give the parameter another name");
    }

    @Test
    void severalAtOnceInTheOrderOfTheirPlaces() {
        assertSaid(
                "a-b: { type: string }\n  p: { type: integer, default: x }\n  q: { typ: string }",
                "3:3: 'a-b' cannot be the name of a parameter; write letters, digits and _, beginning with a letter",
                "4:32: the default 'x' is no integer; write a whole number, such as 42, or leave the default out",
                "5:8: unknown key 'typ'; did you mean 'type'?");
    }

    @Test
    void aParameterThatIsUsedButNotDeclared() {
        assertThat(Written.problems("""
                        description: x
                        parameters: { rows: { type: integer, default: 5 } }
                        prechecks: [ { clickhouse: "SELECT {row:UInt32} > 0 AND {other:UInt32} > 0" } ]
                        progress: { clickhouse: "SELECT {row:UInt32}" }
                        operations:
                          - name: delete {row} rows
                            clickhouse: ALTER TABLE t DELETE WHERE n = {row:UInt32} AND m = {other:UInt32}
                            rollback: SELECT {rows:UInt32}
                        """))
                .containsExactly(
                        "0001_x.yaml:3:36: '{row:UInt32}' has no value here; did you mean {rows:…}?",
                        "0001_x.yaml:3:57: '{other:UInt32}' has no value here;"
                                + " declare it under parameters, or write the value itself into the query",
                        "0001_x.yaml:4:33: '{row:UInt32}' has no value here; did you mean {rows:…}?",
                        "0001_x.yaml:6:18: '{row}' has no value: it is no parameter, and the operation has no forEach;"
                                + " leave it out, or add a forEach whose query has a column row",
                        "0001_x.yaml:7:48: '{row:UInt32}' has no value:"
                                + " it is no parameter, and the operation has no forEach; did you mean {rows:…}?",
                        "0001_x.yaml:7:69: '{other:UInt32}' has no value: it is no parameter, and the operation has no"
                                + " forEach; declare it under parameters, or add a forEach whose query has a column"
                                + " other");
    }

    @Test
    void whetherThereIsAnythingToDoDoesNotDependOnWhatSomebodyChooses() {
        assertThat(Written.problems("""
                        description: x
                        parameters: { rows: { type: integer, default: 5 } }
                        required: { clickhouse: "SELECT count() > {rows:UInt32} FROM t" }
                        operations: [ { clickhouse: SELECT 1 } ]
                        """))
                .containsExactly("0001_x.yaml:3:43: '{rows:UInt32}' has no value here;"
                        + " write the value itself into the query");
    }

    @Test
    void aParameterWithoutATypeInSql() {
        assertThat(Written.problems("""
                        description: x
                        parameters: { rows: { type: integer, default: 5 } }
                        healthchecks: [ { clickhouse: "SELECT {rows} > 0" } ]
                        operations: [ { postgres: "DELETE FROM t WHERE n = {rows}" } ]
                        """))
                .containsExactly(
                        "0001_x.yaml:3:39: '{rows}' has no type; write {rows:String}, or another type",
                        "0001_x.yaml:4:52: '{rows}' has no type; write {rows:text}, or another type");
    }

    private static void assertSaid(String parameter, String... sentences) {
        assertThat(Written.problems("description: x\nparameters:\n  " + parameter + "\n" + OPERATIONS))
                .containsExactly(List.of(sentences).stream()
                        .map(said -> "0001_x.yaml:" + said)
                        .toArray(String[]::new));
    }
}
