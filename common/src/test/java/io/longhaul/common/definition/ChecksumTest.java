package io.longhaul.common.definition;

import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.migration.Checksum;
import org.junit.jupiter.api.Test;

class ChecksumTest {

    private static final String TEXT = """
            description: Add a column
            prechecks: [ { freeDisk: { table: events, factor: 1.5 } } ]
            operations:
              - name: add
                clickhouse: ALTER TABLE events ADD COLUMN IF NOT EXISTS person_id UUID
            """;

    @Test
    void itStaysTheSameFromReleaseToRelease() {
        assertThat(of(TEXT)).hasToString("95a9752263beb69fbed8b7ef3cfb9fb4950df689626bc8e3a38d6dcc834f174b");
    }

    @Test
    void commentsAndLayoutAndTheOrderOfKeysDoNotCount() {
        String laidOutAnew = """
                # why
                operations:
                    -   clickhouse:
                          'ALTER TABLE events ADD COLUMN
                          IF NOT EXISTS person_id UUID' # how
                        name: "add"

                prechecks:
                - freeDisk:
                    factor: 1.50
                    table: events
                description: Add a column
                """;

        assertThat(of(laidOutAnew)).isEqualTo(of(TEXT));
    }

    @Test
    void windowsLineEndsDoNotCount() {
        String text = TEXT.replace("clickhouse: ALTER", "clickhouse: |\n      SELECT 1\n      + ALTER");

        assertThat(of(text.replace("\n", "\r\n"))).isEqualTo(of(text));
    }

    @Test
    void anyChangeOfContentCounts() {
        assertThat(of(TEXT))
                .isNotEqualTo(of(TEXT.replace("Add", "add")))
                .isNotEqualTo(of(TEXT.replace("1.5", "1.51")))
                .isNotEqualTo(of(TEXT + "    done: SELECT 1\n"))
                .isNotEqualTo(of(TEXT.replace("table: events, factor: 1.5", "atLeast: 1")));
    }

    private static Checksum of(String text) {
        return Written.definition(text).checksum();
    }
}
