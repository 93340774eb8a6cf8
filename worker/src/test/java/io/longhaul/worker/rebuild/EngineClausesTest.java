package io.longhaul.worker.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EngineClausesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MergeTree ORDER BY tuple() SETTINGS index_granularity = 8192",
                "ReplacingMergeTree(version, is_deleted) PARTITION BY toYYYYMM(ts) PRIMARY KEY (a, b) ORDER BY (a, b, cityHash64(c)) SAMPLE BY cityHash64(c) TTL ts + toIntervalYear(1) TO DISK 'cold', ts + toIntervalYear(2) SETTINGS index_granularity = 8192, storage_policy = 'hot, and cold'",
                "MergeTree ORDER BY `PARTITION BY TTL` SETTINGS min_bytes_for_wide_part = 0",
                "SummingMergeTree((x, y)) ORDER BY if(a = 'ORDER BY', 1, 2)",
            })
    void whatIsReadIsWrittenAgain(String text) {
        assertThat(EngineClauses.read(text).text()).isEqualTo(text);
    }

    @Test
    void eachClauseIsFound() {
        EngineClauses clauses = EngineClauses.read(
                "ReplacingMergeTree(v) PARTITION BY toYYYYMM(ts) ORDER BY (a, b) TTL ts + toIntervalDay(1) SETTINGS x = 1, y = 'a,b'");

        assertThat(clauses.engineName()).isEqualTo("ReplacingMergeTree");
        assertThat(clauses.partitionBy()).contains("toYYYYMM(ts)");
        assertThat(clauses.primaryKey()).isEmpty();
        assertThat(clauses.orderBy()).contains("(a, b)");
        assertThat(clauses.ttl()).contains("ts + toIntervalDay(1)");
        assertThat(clauses.settings()).isEqualTo(Map.of("x", "1", "y", "'a,b'"));
    }

    @Test
    void theParenthesesAroundAKeyDoNotCount() {
        assertThat(EngineClauses.inner("(a, b)")).isEqualTo("a, b");
        assertThat(EngineClauses.inner("tuple(a)")).isEqualTo("a");
        assertThat(EngineClauses.inner("tuple()")).isEmpty();
        assertThat(EngineClauses.inner("(a), (b)")).isEqualTo("(a), (b)");
        assertThat(EngineClauses.inner("toDate(a)")).isEqualTo("toDate(a)");
    }

    @Test
    void theElementsOfAKeyAreWhatIsBetweenItsCommas() {
        assertThat(EngineClauses.elements("a, cityHash64(b, c), `d, e`"))
                .containsExactly("a", "cityHash64(b, c)", "`d, e`");
        assertThat(EngineClauses.elements("(a)")).containsExactly("a");
        assertThat(EngineClauses.elements("tuple()")).isEmpty();
        assertThat(EngineClauses.elements("")).isEmpty();
    }
}
