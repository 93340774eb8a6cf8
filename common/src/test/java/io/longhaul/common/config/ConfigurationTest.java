package io.longhaul.common.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.longhaul.common.version.Version;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationTest {

    @Test
    void withoutSettingsTheTimersAreTheDefaults() {
        Configuration configuration = new Configuration(Map.of());

        assertThat(configuration.timers()).isEqualTo(Timers.DEFAULTS);
        assertThatNoException().isThrownBy(configuration::check);
    }

    @Test
    void eachTimerHasASettingOfItsOwn() {
        Map<String, Function<Timers, Duration>> timers = Map.of(
                "LONGHAUL_HEARTBEAT", Timers::heartbeat,
                "LONGHAUL_LOCK_LEASE", Timers::lockLease,
                "LONGHAUL_SELF_FENCE", Timers::selfFence,
                "LONGHAUL_DEAD_AFTER", Timers::deadAfter,
                "LONGHAUL_REAPER_POLL", Timers::reaperPoll,
                "LONGHAUL_IDLE_IN_TRANSACTION", Timers::idleInTransaction,
                "LONGHAUL_LOCK_TIMEOUT", Timers::lockTimeout,
                "LONGHAUL_REDIS_LIFE", Timers::redisLife,
                "LONGHAUL_SWEEP", Timers::sweep);

        timers.forEach((name, timer) -> {
            Timers changed = new Configuration(Map.of(name, "7777ms")).timers();
            assertThat(timer.apply(changed)).as(name).isEqualTo(Duration.ofMillis(7777));
            timers.forEach((other, untouched) -> {
                if (!other.equals(name)) {
                    assertThat(untouched.apply(changed)).as(other).isEqualTo(untouched.apply(Timers.DEFAULTS));
                }
            });
        });
        assertThat(Configuration.NAMES).containsAll(timers.keySet()).isSorted();
    }

    @Test
    void aVersionHasThreeNumbers() {
        Configuration right = new Configuration(Map.of("LONGHAUL_APP_VERSION", " 1.46.2 "));
        Configuration wrong = new Configuration(Map.of("LONGHAUL_APP_VERSION", "1.46"));

        assertThat(right.version("LONGHAUL_APP_VERSION")).contains(new Version("1.46.2"));
        assertThatNoException().isThrownBy(right::check);
        assertThat(wrong.version("LONGHAUL_APP_VERSION")).isEmpty();
        assertThatExceptionOfType(ConfigurationInvalid.class)
                .isThrownBy(wrong::check)
                .satisfies(
                        invalid -> assertThat(invalid.problems())
                                .containsExactly(
                                        "LONGHAUL_APP_VERSION is '1.46'; write all three numbers of a version, such as 1.46.2"));
    }

    @Test
    void aServiceIsReadFromItsUrl() {
        Configuration configuration =
                new Configuration(Map.of("LONGHAUL_RABBITMQ_URL", " amqps://u:p%40+@broker/%2Flonghaul "));

        ServiceUrl url = configuration.service("LONGHAUL_RABBITMQ_URL", "amqp", "amqps");

        assertThat(url).hasToString("amqps://u@broker:5671//longhaul");
        assertThat(url.password()).contains(new Secret("p@+"));
        assertThatNoException().isThrownBy(configuration::check);
    }

    @Test
    void pathsTextsAndWordsAreRead() {
        Configuration configuration = new Configuration(Map.of(
                "LONGHAUL_MIGRATIONS", "/srv/migrations",
                "LONGHAUL_APP_VERSION", " 1.46.2 ",
                "LONGHAUL_RABBITMQ_QUEUE_TYPE", "quorum"));

        assertThat(configuration.path("LONGHAUL_MIGRATIONS")).isEqualTo(Path.of("/srv/migrations"));
        assertThat(configuration.text("LONGHAUL_APP_VERSION")).contains("1.46.2");
        assertThat(configuration.text("LONGHAUL_REDIS_URL")).isEmpty();
        assertThat(configuration.word("LONGHAUL_RABBITMQ_QUEUE_TYPE", "classic", "classic", "quorum"))
                .isEqualTo("quorum");
        assertThat(new Configuration(Map.of()).word("LONGHAUL_RABBITMQ_QUEUE_TYPE", "classic", "classic", "quorum"))
                .isEqualTo("classic");
        assertThatNoException().isThrownBy(configuration::check);
    }

    @Test
    void blankIsAsGoodAsUnset() {
        assertThat(new Configuration(Map.of("LONGHAUL_HEARTBEAT", "  ")).timers())
                .isEqualTo(Timers.DEFAULTS);
    }

    @Test
    void everyProblemIsReportedAtOnceAndNoneRepeatsAPassword() {
        Configuration configuration = new Configuration(Map.of(
                "LONGHAUL_REDIS_URL", "postgresql://u:hunter2@h/0",
                "LONGHAUL_RABBITMQ_URL", "amqp://u:hunter2^@h",
                "LONGHAUL_RABBITMQ_QUEUE_TYPE", "stream",
                "LONGHAUL_HEARTBEAT", "2",
                "LONGHAUL_DEAD_AFTER", "10s"));
        configuration.service("LONGHAUL_POSTGRES_URL", "postgresql");
        configuration.service("LONGHAUL_REDIS_URL", "redis", "rediss");
        configuration.service("LONGHAUL_RABBITMQ_URL", "amqp", "amqps");
        configuration.path("LONGHAUL_MIGRATIONS");
        configuration.word("LONGHAUL_RABBITMQ_QUEUE_TYPE", "classic", "classic", "quorum");
        configuration.timers();

        assertThatExceptionOfType(ConfigurationInvalid.class)
                .isThrownBy(configuration::check)
                .satisfies(invalid -> assertThat(invalid.problems())
                        .containsExactly(
                                "LONGHAUL_HEARTBEAT '2' is not a duration; it looks like 500ms, 2s, 10m, 6h or 14d",
                                "LONGHAUL_MIGRATIONS is not set; it must be a path",
                                "LONGHAUL_POSTGRES_URL is not set; it must be a URL such as postgresql://user:password@host/name",
                                "LONGHAUL_RABBITMQ_QUEUE_TYPE is 'stream'; it is one of classic, quorum",
                                "LONGHAUL_RABBITMQ_URL is not a URL; it looks like amqp://user:password@host:5672/name",
                                "LONGHAUL_REDIS_URL begins with none of redis://, rediss://; it looks like redis://user:password@host:6379/name",
                                "LONGHAUL_SELF_FENCE (10s) must be less than LONGHAUL_DEAD_AFTER (10s)"))
                .withMessageNotContaining("hunter2");
    }

    @ParameterizedTest
    @CsvSource({"LONGHAUL_POSTGRES_URL, postgresql", "LONGHAUL_CLICKHOUSE_URL, http"})
    void aMissingServiceStillHasAValueSoThatTheReadsGoOn(String name, String scheme) {
        assertThat(new Configuration(Map.of()).service(name, scheme).scheme()).isEqualTo(scheme);
    }
}
