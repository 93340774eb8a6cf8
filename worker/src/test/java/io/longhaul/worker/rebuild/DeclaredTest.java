package io.longhaul.worker.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class DeclaredTest {

    private static final String ENGINE =
            "MergeTree PARTITION BY toYYYYMM(at) ORDER BY id TTL at + toIntervalYear(1) SETTINGS index_granularity = 8192";

    private static Declared declared(String elements) {
        return Declared.read(
                "26.7", "CREATE TABLE app.events (%s) ENGINE = %s".formatted(elements, ENGINE), ENGINE, "");
    }

    private static final Declared BEFORE = declared("`id` UInt64, `at` DateTime DEFAULT now(),"
            + " `odd, (\\`name` String DEFAULT '), ENGINE = (', INDEX i id TYPE minmax GRANULARITY 1");

    @Test
    void columnsAreToldFromIndexesWhateverIsInTheirTexts() {
        assertThat(BEFORE.columns().values())
                .containsExactly(
                        "`id` UInt64", "`at` DateTime DEFAULT now()", "`odd, (\\`name` String DEFAULT '), ENGINE = ('");
        assertThat(BEFORE.others()).containsExactly("INDEX i id TYPE minmax GRANULARITY 1");
    }

    @Test
    void newColumnsAreNoDifferenceAndGetTheirPlaces() {
        Declared now = declared("`first` String, `id` UInt64, `at` DateTime DEFAULT now(), `next` Map(String, UInt8),"
                + " `odd, (\\`name` String DEFAULT '), ENGINE = (', `ours` Date, INDEX i id TYPE minmax GRANULARITY 1");

        assertThat(BEFORE.differences(now)).isEmpty();
        assertThat(now.additions(BEFORE, Set.of("`ours`")))
                .isEqualTo("ADD COLUMN IF NOT EXISTS `first` String FIRST,"
                        + " ADD COLUMN IF NOT EXISTS `next` Map(String, UInt8) AFTER `at`");
        assertThat(now.additions(now, Set.of())).isEmpty();
    }

    @Test
    void everythingElseIs() {
        Declared now = declared("`id` UInt64, `at` Date, PROJECTION p (SELECT count(), id GROUP BY id)");

        assertThat(BEFORE.differences(now))
                .containsExactly(
                        "column `at` DateTime DEFAULT now() is `at` Date",
                        "column `odd, (\\`name` is gone",
                        "PROJECTION p (SELECT count(), id GROUP BY id) is new",
                        "INDEX i id TYPE minmax GRANULARITY 1 is gone");
    }

    /** A rebuild switches merges off, and back on. */
    @Test
    void settingsOfTheRebuildsOwnDoNotCountButThoseOfPeopleDo() {
        Declared switched = Declared.read("26.7", "", ENGINE + ", parts_to_throw_insert = 1000000", "");

        assertThat(Declared.read("26.7", "", ENGINE, "").differences(switched)).isEmpty();
        assertThat(Declared.read("26.7", "", ENGINE, "")
                        .differences(Declared.read("26.7", "", ENGINE + ", ttl_only_drop_parts = 1", "")))
                .hasSize(1);
        assertThat(Declared.read("26.7", "", ENGINE, "").differences(Declared.read("26.7", "", ENGINE, "all of them")))
                .hasSize(1);
    }

    /** A copy of weeks may see an upgrade. */
    @Test
    void anotherVersionOfTheServerMayPutTheSameInOtherWords() {
        Declared now = Declared.read("26.8", "CREATE TABLE app.events (`id` UInt64 , `at` DateTime)", ENGINE, "");

        assertThat(BEFORE.differences(now)).containsExactly("column `odd, (\\`name` is gone");
    }
}
