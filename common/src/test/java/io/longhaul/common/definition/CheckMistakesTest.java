package io.longhaul.common.definition;

import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.migration.Engine;
import io.longhaul.common.migration.FreeDisk;
import io.longhaul.common.migration.Healthcheck;
import io.longhaul.common.migration.Query;
import io.longhaul.common.migration.RowCount;
import io.longhaul.common.migration.SqlCheck;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Healthchecks, row counts and progress, and the mistakes in them. The check begins in line 3, column 5. */
class CheckMistakesTest {

    private static final String SPAN = "write a number above 0 with one of ms, s, m, h, d, such as 30s";

    @Test
    void healthchecksAreReadWithTheirScheduleAndWithoutOneHaveTheUsual() {
        List<Healthcheck> read = Written.definition("""
                        description: x
                        healthchecks:
                          - { freeDisk: { atLeast: 10 GiB }, every: 1m, timeout: 2.5s, errors: 5, onFailure: pause }
                          - { postgres: SELECT true, message: it is false }
                        operations: [{ clickhouse: SELECT 1 }]
                        """).migration().healthchecks();

        assertThat(read)
                .containsExactly(
                        new Healthcheck(
                                new FreeDisk(Optional.empty(), Optional.of(10L << 30)),
                                Duration.ofMinutes(1),
                                Duration.ofMillis(2500),
                                5,
                                Healthcheck.OnFailure.PAUSE),
                        new Healthcheck(
                                new SqlCheck(new Query(Engine.POSTGRES, "SELECT true"), Optional.of("it is false")),
                                Duration.ofSeconds(30),
                                Duration.ofSeconds(10),
                                3,
                                Healthcheck.OnFailure.FAIL));
    }

    @Test
    void rowCountsAndProgressAreRead() {
        var migration = Written.definition("""
                        description: x
                        prechecks: [ { rowCount: { clickhouse: events, atLeast: 1 } } ]
                        postchecks: [ { rowCount: { postgres: persons, atLeast: 5, atMost: 5 } } ]
                        progress: { postgres: SELECT 50 }
                        operations: [{ clickhouse: SELECT 1 }]
                        """).migration();

        assertThat(migration.prechecks())
                .containsExactly(new RowCount(Engine.CLICKHOUSE, "events", Optional.of(1L), Optional.empty()));
        assertThat(migration.postchecks())
                .containsExactly(new RowCount(Engine.POSTGRES, "persons", Optional.of(5L), Optional.of(5L)));
        assertThat(migration.progress()).contains(new Query(Engine.POSTGRES, "SELECT 50"));
    }

    @Test
    void aHealthcheckOfTwoKinds() {
        assertSaid(
                "{ freeDisk: { atLeast: 1 B }, clickhouse: SELECT 1 }",
                "3:47: the check is freeDisk already; make two checks of it");
        assertSaid(
                "{ freeDisk: { atLeast: 1 B }, rowCount: { clickhouse: t, atLeast: 1 } }",
                "3:45: the check is freeDisk already; make two checks of it");
        assertSaid(
                "{ clickhouse: SELECT 1, postgres: SELECT 1 }",
                "3:39: the check has both clickhouse and postgres; write one of them");
        assertSaid("{ freeDisk: { atLeast: 1 B }, message: x }", "3:44: only a query has a message; leave it out");
    }

    @Test
    void aHealthcheckThatLooksAtNothing() {
        assertSaid(
                "{ every: 30s }",
                "3:5: the check looks at nothing; write one of freeDisk, rowCount, clickhouse, postgres");
    }

    @Test
    void aSpanOfNoTime() {
        assertSaid("{ clickhouse: SELECT 1, every: 0s }", "3:36: 'every' is '0s'; " + SPAN);
        assertSaid("{ clickhouse: SELECT 1, timeout: 0.000 h }", "3:38: 'timeout' is '0.000 h'; " + SPAN);
        assertSaid("{ clickhouse: SELECT 1, timeout: 0.4ms }", "3:38: 'timeout' is '0.4ms'; " + SPAN);
        assertThat(Written.problemsOfOperation("clickhouse: SELECT 1\ntimeout: 0d\nretry: { attempts: 2, wait: 0ms }"))
                .containsExactly(
                        "0001_x.yaml:4:14: 'timeout' is '0d'; " + SPAN, "0001_x.yaml:5:33: 'wait' is '0ms'; " + SPAN);
    }

    @Test
    void aSpanThatIsNone() {
        assertSaid("{ clickhouse: SELECT 1, every: 1 week }", "3:36: 'every' is '1 week'; " + SPAN);
        assertSaid(
                "{ clickhouse: SELECT 1, every: 30 }",
                "3:36: 'every' is the number 30; write it as text, in quotes: \"30\", and " + SPAN);
    }

    @Test
    void errorsAndOnFailureThatAreNone() {
        assertSaid(
                "{ clickhouse: SELECT 1, errors: 0, onFailure: stop }",
                "3:37: 'errors' is 0; write a number of at least 1",
                "3:51: 'onFailure' is 'stop'; write fail or pause, or leave it out");
    }

    @Test
    void aRowCountWhoseBoundsAreInTheWrongOrder() {
        assertSaid(
                "{ rowCount: { clickhouse: t, atLeast: 5, atMost: 4 } }",
                "3:54: 'atMost' is below 'atLeast'; write a number of at least 5");
    }

    @Test
    void aRowCountWithoutTableOrBounds() {
        assertSaid(
                "{ rowCount: { atLeast: 5, atMost: 6 } }",
                "3:17: rowCount has neither clickhouse nor postgres; write one of them");
        assertSaid(
                "{ rowCount: { clickhouse: t, postgres: t, atMost: 6 } }",
                "3:44: rowCount has both clickhouse and postgres; write one of them");
        assertSaid(
                "{ rowCount: { clickhouse: t } }",
                "3:17: rowCount has neither atLeast nor atMost; write one of them, or both");
        assertSaid("{ rowCount: {} }", "3:17: 'rowCount' is empty; it takes clickhouse, postgres, atLeast, atMost");
        assertSaid(
                "{ rowCount: { clickhouse: t, atLeast: -1 } }", "3:43: 'atLeast' is -1; write a number of at least 0");
    }

    @Test
    void progressThatIsNoQueryOfOneEngine() {
        assertThat(Written.problems("""
                        description: x
                        progress: { clickhouse: SELECT 1, postgres: SELECT 1 }
                        operations: [{ clickhouse: SELECT 1 }]
                        """))
                .containsExactly("0001_x.yaml:2:45: progress has both clickhouse and postgres; write one of them");
        assertThat(Written.problems("""
                        description: x
                        progress: { postgres: UPDATE t SET n = 1 }
                        operations: [{ clickhouse: SELECT 1 }]
                        """))
                .containsExactly(
                        "0001_x.yaml:2:23: the query begins with UPDATE; write one that begins with SELECT or WITH");
    }

    private static void assertSaid(String check, String... sentences) {
        assertThat(Written.problems(
                        "description: x\nhealthchecks:\n  - " + check + "\noperations: [{ clickhouse: SELECT 1 }]\n"))
                .containsExactly(List.of(sentences).stream()
                        .map(said -> "0001_x.yaml:" + said)
                        .toArray(String[]::new));
    }
}
