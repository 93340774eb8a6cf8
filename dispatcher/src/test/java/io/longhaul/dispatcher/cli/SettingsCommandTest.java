package io.longhaul.dispatcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.store.Settings;
import io.longhaul.dispatcher.fixture.Cli;
import io.longhaul.dispatcher.fixture.Golden;
import io.longhaul.dispatcher.fixture.Runs;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsCommandTest {

    @AutoClose
    private final Cli cli = new Cli();

    private String shownSettings() {
        try (Cli again = new Cli()) {
            cli.settings
                    .all()
                    .forEach(one -> again.settings.set(
                            one.migration(), one.name(), one.value().orElse("?"), one.changedBy()));
            cli.settings.all().stream()
                    .filter(one -> one.value().isEmpty())
                    .forEach(one -> again.settings.unset(one.migration(), one.name(), one.changedBy()));
            again.run("settings");
            return again.out();
        }
    }

    @Test
    void settingsAreShownAndSet() {
        cli.run("settings set max-attempts 7");
        cli.run("settings set auto-rollback false --migration 0007");

        Golden.assertMatches("settings.txt", shownSettings());
    }

    @Test
    void whoTookASettingBackIsShownBesideTheValueThatCountsInstead() {
        cli.run("settings set max-attempts 7");
        cli.run("settings set auto-rollback false");
        cli.run("settings set auto-rollback true --migration 0007");
        cli.run("settings unset max-attempts");
        cli.run("settings unset auto-rollback --migration 0007");
        cli.run("settings unset auto-resume");

        Golden.assertMatches("settings-unset.txt", shownSettings());
        assertThat(cli.settings.value(Runs.SORTING_KEY, Settings.Name.AUTO_ROLLBACK))
                .isEqualTo("false");
        assertThat(cli.settings.value(Runs.SORTING_KEY, Settings.Name.MAX_ATTEMPTS))
                .isEqualTo("5");
        assertThat(cli.run("settings --output json")).isZero();
        assertThat(cli.out()).contains("\"set\" : false");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "settings set | Say which setting: one of auto-resume, auto-rollback, max-attempts, rollback-timeout, abandoned-after, rebuild-threads,",
                "settings set auto-resume | Say to which value.",
                "settings set auto-resume perhaps | auto-resume cannot be 'perhaps'. It is true or false.",
                "settings set rollback-timeout 0s | rollback-timeout cannot be '0s'. It is a time such as 30m, 6h or 1d.",
                "settings set rebuild-threads 0 | rebuild-threads cannot be '0'. It is auto, or a number from 1 to 999.",
                "settings set rebuild-rows-per-second 2k | rebuild-rows-per-second cannot be '2k'. It is a number of rows",
                "settings set throttle-queries few | throttle-queries cannot be 'few'. It is a number of queries such as 50, or off.",
                "settings set throttle-parts many | throttle-parts cannot be 'many'. It is a number of parts such as 300, or off.",
                "settings set throttle-memory 101% | throttle-memory cannot be '101%'. It is a share such as 80%, or off.",
                "settings set throttle-free-disk 5GX | throttle-free-disk cannot be '5GX'. It is a size such as '5 GiB', or off.",
                "settings set throttle-query 1 | throttle-query cannot be '1'. It is a query that begins with SELECT or WITH",
                "settings unset colour | Say which setting: one of auto-resume, auto-rollback, max-attempts, rollback-timeout, abandoned-after, rebuild-threads,"
            })
    void aSettingThatIsNoneIsWrongUsage(String line, String said) {
        assertThat(cli.run(line)).isEqualTo(2);
        assertThat(cli.err()).startsWith("longhaul: " + said);
    }
}
