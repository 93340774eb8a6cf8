package io.longhaul.common.lease.redisson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.longhaul.common.config.ConfigurationInvalid;
import io.longhaul.common.config.ServiceUrl;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.redisson.config.Config;

class RedisSettingsTest {

    @ParameterizedTest
    @CsvSource({"redis://h, 0", "redis://h/, 0", "redis://h:7000/12, 12", "rediss://u:p@h/3, 3"})
    void theDatabaseIsWhatFollowsTheSlash(String url, int database) {
        assertThat(settings(url).useSingleServer().getDatabase()).isEqualTo(database);
    }

    @Test
    void addressAndAccountAreThoseOfTheUrl() {
        Config config = settings("rediss://ops:s%3Acret@cache.internal:6380/3");

        assertThat(config.useSingleServer().getAddress()).isEqualTo("rediss://cache.internal:6380");
        assertThat(config.getUsername()).isEqualTo("ops");
        assertThat(config.getPassword()).isEqualTo("s:cret");
        assertThat(config.getLockWatchdogTimeout()).isEqualTo(8000);
    }

    @Test
    void aDatabaseThatIsNoNumberIsAMistake() {
        assertThatExceptionOfType(ConfigurationInvalid.class)
                .isThrownBy(() -> settings("redis://h/cache"))
                .withMessage("LONGHAUL_REDIS_URL ends in '/cache'; after the slash comes the number of a database,"
                        + " such as /0");
    }

    private static Config settings(String url) {
        return RedisSettings.single(
                ServiceUrl.parse(url, List.of("redis", "rediss")), Duration.ofSeconds(8), Duration.ofSeconds(1));
    }
}
