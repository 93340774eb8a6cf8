package io.longhaul.common.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationFileTest {

    @TempDir
    Path directory;

    @Test
    void theFileIsRead() throws IOException {
        Configuration configuration = load("""
                postgres: {url: "postgresql://u:p@db/longhaul"}
                rabbitmq:
                  url: amqp://broker
                  queue-type: quorum
                app_version: "1.50"
                dead-after: 20s
                """);

        assertThat(configuration.service("LONGHAUL_POSTGRES_URL", "postgresql").host())
                .isEqualTo("db");
        assertThat(configuration.text("LONGHAUL_RABBITMQ_URL")).contains("amqp://broker");
        assertThat(configuration.text("LONGHAUL_RABBITMQ_QUEUE_TYPE")).contains("quorum");
        assertThat(configuration.text("LONGHAUL_APP_VERSION")).contains("1.50");
        assertThat(configuration.timers().deadAfter()).hasSeconds(20);
    }

    @Test
    void everySettingMayStandInTheFileFlatOrNested() throws IOException {
        for (String name : Configuration.NAMES) {
            String key = name.substring("LONGHAUL_".length()).toLowerCase(Locale.ROOT);
            String nested = key.replaceFirst("_", ": {") + ": value" + (key.contains("_") ? "}" : "");

            assertThat(load(key + ": value").text(name)).as(key).contains("value");
            assertThat(load(nested).text(name)).as(nested).contains("value");
        }
    }

    @Test
    void theEnvironmentWins() throws IOException {
        Configuration configuration = ConfigurationFile.load(Map.of(
                "LONGHAUL_CONFIG", file("heartbeat: 3s\nsweep: 90s").toString(),
                "LONGHAUL_HEARTBEAT", "1s",
                "LONGHAUL_SWEEP", " "));

        assertThat(configuration.text("LONGHAUL_HEARTBEAT")).contains("1s");
        assertThat(configuration.text("LONGHAUL_SWEEP")).as("blank is unset").contains("90s");
    }

    @Test
    void withoutAFileThereIsTheEnvironmentAlone() {
        Configuration configuration = ConfigurationFile.load(Map.of("LONGHAUL_HEARTBEAT", "1s", "HOME", "/root"));

        assertThat(configuration.text("LONGHAUL_HEARTBEAT")).contains("1s");
        assertThat(configuration.text("HOME")).isEmpty();
    }

    @Test
    void everyKeyThatMeansNothingIsReported() throws IOException {
        ConfigurationInvalid invalid = problemsOf("""
                postgres: {url: postgresql://db/longhaul, pasword: hunter2}
                deadAfter: 15s
                """);

        assertThat(invalid.problems())
                .hasSize(2)
                .anyMatch(p ->
                        p.startsWith("LONGHAUL_POSTGRES_PASWORD, from LONGHAUL_CONFIG, is not a setting; those are "
                                + "LONGHAUL_APP_VERSION, LONGHAUL_CLICKHOUSE_URL"))
                .anyMatch(p -> p.startsWith("LONGHAUL_DEADAFTER, "));
        assertThat(invalid).message().doesNotContain("hunter2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"app_version: 1.50", "app_version: 46", "app_version: true", "app_version: [1.46.2]"})
    void aVersionThatYamlWouldChangeIsRefused(String text) throws IOException {
        assertThat(problemsOf(text).problems())
                .containsExactly("LONGHAUL_APP_VERSION, from LONGHAUL_CONFIG, is not text: put it in quotes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing yet\n", "{}", "heartbeat:\n"})
    void aFileMaySayNothing(String text) throws IOException {
        assertThat(load(text).timers()).isEqualTo(Timers.DEFAULTS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"just a sentence", "- heartbeat: 2s", "46"})
    void aFileWithoutKeysIsRefused(String text) throws IOException {
        assertThat(problemsOf(text)).hasMessageEndingWith(" which is not a list of keys and values");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgres: {url: \"postgresql://u:hunter2@h/db\"",
                "url: \"postgresql://u:hunter2@h/db\n",
                "heartbeat: 1s\nheartbeat: hunter2\n"
            })
    void aFileThatIsNotYamlIsRefusedWithoutRepeatingIt(String text) throws IOException {
        ConfigurationInvalid invalid = problemsOf(text);

        assertThat(invalid.problems())
                .singleElement()
                .asString()
                .containsPattern("which is not YAML at line \\d+, column");
        assertThat(invalid).message().doesNotContain("hunter2");
        assertThat(invalid).hasNoCause();
    }

    @Test
    void aFileThatIsNotThereIsReported() {
        ConfigurationInvalid invalid = catchThrowableOfType(
                ConfigurationInvalid.class,
                () -> ConfigurationFile.load(Map.of("LONGHAUL_CONFIG", "/nowhere/longhaul.yaml")));

        assertThat(invalid).hasMessage("LONGHAUL_CONFIG names /nowhere/longhaul.yaml, which cannot be read");
    }

    private Configuration load(String text) throws IOException {
        return ConfigurationFile.load(Map.of("LONGHAUL_CONFIG", file(text).toString()));
    }

    private ConfigurationInvalid problemsOf(String text) throws IOException {
        Map<String, String> environment = Map.of("LONGHAUL_CONFIG", file(text).toString());
        return catchThrowableOfType(ConfigurationInvalid.class, () -> ConfigurationFile.load(environment));
    }

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("longhaul.yaml"), text);
    }
}
