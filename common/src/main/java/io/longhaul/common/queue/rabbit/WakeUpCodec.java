package io.longhaul.common.queue.rabbit;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.queue.WakeUp;
import io.longhaul.common.run.Direction;
import io.longhaul.common.run.RunId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Wake-ups as messages in the shape of Celery's protocol 2, so that whoever knows Celery can read the queue. Reads only
 * what it would have written itself.
 */
final class WakeUpCodec {

    /** Of the body; a change that older workers would misread adds one. */
    static final int VERSION = 1;

    static final String TASK = "longhaul.run";

    private static final String VERSION_HEADER = "longhaul_version";
    private static final String JSON = "application/json";
    private static final int PERSISTENT = 2;
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final String origin;

    /** {@code origin} says to people who sent a message. */
    WakeUpCodec(String origin) {
        this.origin = origin;
    }

    Letter write(WakeUp wakeUp) {
        String id = wakeUp.run().toString();
        ArrayNode args = MAPPER.createArrayNode().add(id);
        ObjectNode kwargs = MAPPER.createObjectNode()
                .put("dispatch", wakeUp.dispatch())
                .put("migration", wakeUp.migration().value())
                .put("direction", wakeUp.direction().name().toLowerCase(Locale.ROOT));
        ObjectNode embed = MAPPER.createObjectNode()
                .putNull("callbacks")
                .putNull("errbacks")
                .putNull("chain")
                .putNull("chord");
        ArrayNode body = MAPPER.createArrayNode().add(args).add(kwargs).add(embed);
        BasicProperties properties = new BasicProperties.Builder()
                .contentType(JSON)
                .contentEncoding("utf-8")
                .deliveryMode(PERSISTENT)
                .correlationId(id)
                .messageId(id + "/" + wakeUp.dispatch())
                .headers(headers(wakeUp, args.toString(), kwargs.toString()))
                .build();
        return new Letter(properties, body.toString().getBytes(StandardCharsets.UTF_8));
    }

    private Map<String, Object> headers(WakeUp wakeUp, String args, String kwargs) {
        String id = wakeUp.run().toString();
        Map<String, @Nullable Object> headers = new LinkedHashMap<>();
        headers.put(VERSION_HEADER, VERSION);
        headers.put("lang", "java");
        headers.put("task", TASK);
        headers.put("id", id);
        headers.put("root_id", id);
        headers.put("parent_id", null);
        headers.put("group", null);
        headers.put("retries", Math.max(0, wakeUp.dispatch() - 1));
        headers.put("timelimit", Arrays.asList(null, null));
        headers.put("argsrepr", args);
        headers.put("kwargsrepr", kwargs);
        headers.put("origin", origin);
        return headers;
    }

    WakeUp read(Letter letter) throws NotAWakeUp {
        BasicProperties properties = letter.properties();
        same("content type", JSON, properties.getContentType());
        Map<String, Object> headers = properties.getHeaders() == null ? Map.of() : properties.getHeaders();
        same("header task", TASK, headers.get("task"));
        same("header " + VERSION_HEADER, Integer.toString(VERSION), headers.get(VERSION_HEADER));
        try {
            return body(MAPPER.readTree(letter.body()));
        } catch (JacksonException notJson) {
            throw new NotAWakeUp("the body is not JSON: " + notJson.getOriginalMessage());
        } catch (IllegalArgumentException wrong) {
            throw new NotAWakeUp(Objects.requireNonNullElse(wrong.getMessage(), "a value is wrong"));
        }
    }

    private static WakeUp body(JsonNode body) throws NotAWakeUp {
        JsonNode args = body.path(0);
        JsonNode kwargs = body.path(1);
        demand(body.isArray() && body.size() == 3, "the body is not [args, kwargs, embed]");
        demand(args.isArray() && args.size() == 1 && args.path(0).isString(), "args is not [run id]");
        demand(
                kwargs.isObject()
                        && kwargs.size() == 3
                        && kwargs.path("dispatch").isInt()
                        && kwargs.path("migration").isString()
                        && kwargs.path("direction").isString(),
                "kwargs is not {dispatch: number, migration: text, direction: text}");
        return new WakeUp(
                RunId.parse(args.path(0).asString()),
                new MigrationId(kwargs.path("migration").asString()),
                kwargs.path("dispatch").asInt(),
                direction(kwargs.path("direction").asString()));
    }

    private static Direction direction(String word) throws NotAWakeUp {
        return switch (word) {
            case "forward" -> Direction.FORWARD;
            case "backward" -> Direction.BACKWARD;
            default -> throw new NotAWakeUp("direction is '%s'".formatted(word));
        };
    }

    private static void same(String what, String expected, @Nullable Object found) throws NotAWakeUp {
        demand(expected.equals(String.valueOf(found)), "%s is %s, not %s".formatted(what, found, expected));
    }

    private static void demand(boolean holds, String otherwise) throws NotAWakeUp {
        if (!holds) {
            throw new NotAWakeUp(otherwise);
        }
    }
}
