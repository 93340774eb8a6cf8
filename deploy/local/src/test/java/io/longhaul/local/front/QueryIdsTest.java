package io.longhaul.local.front;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueryIdsTest {

    private static final String PROCESSES =
            "(SELECT * REPLACE (Settings['log_comment'] AS query_id, Settings['log_comment'] AS initial_query_id)"
                    + " FROM system.processes)";

    @Test
    void processesAreReadWithOurIds() {
        assertThat(translated("SELECT query_id FROM system.processes WHERE query_id = 'a'"))
                .isEqualTo("SELECT query_id FROM " + PROCESSES + " WHERE query_id = 'a'");
    }

    @Test
    void aKillFindsOurIds() {
        assertThat(translated("KILL QUERY WHERE query_id = 'query_id' AND query_id != 'b' SYNC"))
                .isEqualTo(
                        "KILL QUERY WHERE Settings['log_comment'] = 'query_id' AND Settings['log_comment'] != 'b' SYNC");
    }

    @Test
    void aReadThatBeginsWithACommentIsARead() {
        assertThat(translated("/* who */ -- and what\n (SELECT 1 FROM System . Processes)"))
                .isEqualTo("/* who */ -- and what\n (SELECT 1 FROM " + PROCESSES + ")");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 'system.processes'",
                "SELECT 'it''s \\' system.processes' /* system.processes */ -- system.processes",
                "SELECT query_id FROM `system.processes`, \"system.processes\"",
                "INSERT INTO t FORMAT TabSeparated\nsystem.processes",
                "SELECT query_id FROM my_system.processes_of_mine",
                "KILL MUTATION WHERE mutation_id = 'query_id'"
            })
    void everythingElseStaysAsItIs(String sql) {
        assertThat(translated(sql)).isEqualTo(sql);
    }

    @Test
    void bytesThatAreNoTextStayAsTheyAre() {
        byte[] sql = "SELECT '\u00ff\u0080' FROM system.processes".getBytes(StandardCharsets.ISO_8859_1);

        assertThat(new String(QueryIds.translate(sql), StandardCharsets.ISO_8859_1))
                .isEqualTo("SELECT '\u00ff\u0080' FROM " + PROCESSES);
    }

    private static String translated(String sql) {
        return new String(QueryIds.translate(sql.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    }
}
