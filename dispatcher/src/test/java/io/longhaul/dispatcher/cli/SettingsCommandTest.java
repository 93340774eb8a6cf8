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
                "settings set | Say which setting: one of auto-resume, auto-rollback, max-attempts, rollback-timeout.",
                "settings set auto-resume | Say to which value.",
                "settings set auto-resume perhaps | auto-resume cannot be 'perhaps'.",
                "settings unset colour | Say which setting: one of auto-resume, auto-rollback, max-attempts, rollback-timeout."
            })
    void aSettingThatIsNoneIsWrongUsage(String line, String said) {
        assertThat(cli.run(line)).isEqualTo(2);
        assertThat(cli.err()).startsWith("longhaul: " + said);
    }
}
