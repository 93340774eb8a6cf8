package io.longhaul.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.longhaul.common.config.ConfigurationInvalid;
import io.longhaul.common.queue.rabbit.QueueType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {

    private static final String POSTGRES = "postgresql://longhaul:secret@db1/longhaul";

    @Test
    void eachPurposeNeedsOnlyItsOwnSettings() {
        Settings settings = new Settings(Map.of("LONGHAUL_POSTGRES_URL", POSTGRES, "LONGHAUL_REDIS_URL", "nonsense"));

        assertThat(settings.store().postgres().address()).isEqualTo("db1:5432");
        assertThatThrownBy(settings::board)
                .isInstanceOfSatisfying(
                        ConfigurationInvalid.class,
                        invalid -> assertThat(invalid.problems())
                                .singleElement()
                                .asString()
                                .startsWith("LONGHAUL_REDIS_URL "));
    }

    @Test
    void allThatIsWrongIsSaidAtOnce() {
        assertThatThrownBy(() -> new Settings(Map.of("LONGHAUL_RABBITMQ_QUEUE_TYPE", "mirrored")).all())
                .isInstanceOfSatisfying(
                        ConfigurationInvalid.class,
                        invalid -> assertThat(invalid.problems())
                                .extracting(problem ->
                                        List.of(problem.split(" ", -1)).get(0))
                                .containsExactly(
                                        "LONGHAUL_POSTGRES_URL",
                                        "LONGHAUL_RABBITMQ_QUEUE_TYPE",
                                        "LONGHAUL_RABBITMQ_URL",
                                        "LONGHAUL_REDIS_URL"));
    }

    @Test
    void queuesAreReplicatedUnlessSaidOtherwise() {
        Settings settings = new Settings(Map.of(
                "LONGHAUL_POSTGRES_URL", POSTGRES,
                "LONGHAUL_RABBITMQ_URL", "amqp://mq/",
                "LONGHAUL_REDIS_URL", "redis://cache"));

        assertThat(settings.all().queueType()).isEqualTo(QueueType.QUORUM);
    }

    @ParameterizedTest
    @CsvSource({
        "redis://127.0.0.1:6379, redis-cli",
        "redis://localhost/0, redis-cli",
        "redis://127.0.0.1:46379/3, redis-cli -p 46379 -n 3",
        "rediss://:secret@cache, redis-cli -h cache --tls --askpass",
        "redis://bob:secret@cache, redis-cli -h cache --user bob --askpass",
        "nonsense, redis-cli"
    })
    void theCommandForRedisReachesItAndKeepsItsPassword(String url, String command) {
        assertThat(new Settings(Map.of("LONGHAUL_REDIS_URL", url)).redisCli()).isEqualTo(command);
    }

    @Test
    void theCommandForRedisNeedsNoSetting() {
        assertThat(new Settings(Map.of()).redisCli()).isEqualTo("redis-cli");
    }
}
