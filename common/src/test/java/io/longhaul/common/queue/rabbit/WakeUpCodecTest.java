package io.longhaul.common.queue.rabbit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.queue.WakeUp;
import io.longhaul.common.run.Direction;
import io.longhaul.common.run.RunId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class WakeUpCodecTest {

    private static final String ID = "8f41c2d6-0b7e-4c1e-9d55-2a41c7e90b13";
    private static final WakeUp WAKE_UP =
            new WakeUp(RunId.parse(ID), new MigrationId("0007_events_sorting_key"), 3, Direction.BACKWARD);

    private final WakeUpCodec codec = new WakeUpCodec("longhaul-dispatcher");

    @Test
    void theMessageIsTheGoldenOne() throws IOException {
        Letter letter = codec.write(WAKE_UP);

        assertThat(new String(letter.body(), StandardCharsets.UTF_8)).isEqualTo(golden("body.json"));
        JsonNode headers = JsonMapper.shared().valueToTree(letter.properties().getHeaders());
        assertThat(headers).isEqualTo(JsonMapper.shared().readTree(golden("headers.json")));
    }

    @Test
    void theMessageOutlivesTheBrokerAndIsKnownByItsDispatch() {
        BasicProperties properties = codec.write(WAKE_UP).properties();

        assertThat(properties.getDeliveryMode()).isEqualTo(2);
        assertThat(properties.getContentType()).isEqualTo("application/json");
        assertThat(properties.getCorrelationId()).isEqualTo(ID);
        assertThat(properties.getMessageId()).isEqualTo(ID + "/3");
    }

    @Test
    void whatIsWrittenCanBeRead() throws NotAWakeUp {
        assertThat(codec.read(codec.write(WAKE_UP))).isEqualTo(WAKE_UP);
    }

    @ParameterizedTest
    @CsvSource({"longhaul_version, 2", "longhaul_version,", "task, celery.backend_cleanup", "task,"})
    void anotherTaskOrVersionIsRefused(String header, String value) {
        Map<String, Object> headers =
                new HashMap<>(codec.write(WAKE_UP).properties().getHeaders());
        headers.put(header, value);
        Letter letter = letter(headers, "[]");

        assertThatExceptionOfType(NotAWakeUp.class)
                .isThrownBy(() -> codec.read(letter))
                .withMessageContaining(header);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello",
                "[[\"ID\"],KWARGS,{}] []",
                "{}",
                "[]",
                "[[\"ID\"],KWARGS]",
                "[[],KWARGS,{}]",
                "[[7],KWARGS,{}]",
                "[[\"not a uuid\"],KWARGS,{}]",
                "[[\"ID\"],{\"dispatch\":\"3\",\"migration\":\"m\",\"direction\":\"forward\"},{}]",
                "[[\"ID\"],{\"dispatch\":3,\"migration\":\"../m\",\"direction\":\"forward\"},{}]",
                "[[\"ID\"],{\"dispatch\":3,\"migration\":\"m\",\"direction\":\"sideways\"},{}]",
                "[[\"ID\"],{\"dispatch\":3,\"migration\":\"m\",\"direction\":\"forward\",\"more\":1},{}]",
                "[[\"ID\"],{\"dispatch\":3,\"dispatch\":4,\"migration\":\"m\",\"direction\":\"forward\"},{}]",
            })
    void anythingElseIsRefusedWithAReason(String body) {
        String kwargs = "{\"dispatch\":3,\"migration\":\"m\",\"direction\":\"forward\"}";
        Letter letter = letter(
                codec.write(WAKE_UP).properties().getHeaders(),
                body.replace("ID", ID).replace("KWARGS", kwargs));

        assertThatExceptionOfType(NotAWakeUp.class)
                .isThrownBy(() -> codec.read(letter))
                .satisfies(refused -> assertThat(refused.getMessage()).isNotBlank());
    }

    @Test
    void aMessageWithoutHeadersIsRefused() {
        Letter bare = new Letter(new BasicProperties(), new byte[0]);

        assertThatExceptionOfType(NotAWakeUp.class).isThrownBy(() -> codec.read(bare));
    }

    private static Letter letter(Map<String, Object> headers, String body) {
        BasicProperties properties = new BasicProperties.Builder()
                .contentType("application/json")
                .headers(headers)
                .build();
        return new Letter(properties, body.getBytes(StandardCharsets.UTF_8));
    }

    private static String golden(String name) throws IOException {
        try (InputStream file = Objects.requireNonNull(WakeUpCodecTest.class.getResourceAsStream(name), name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }
}
