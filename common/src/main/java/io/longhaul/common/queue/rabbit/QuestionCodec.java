package io.longhaul.common.queue.rabbit;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.longhaul.common.queue.Asked;
import io.longhaul.common.queue.Question;
import io.longhaul.common.queue.Reply;
import io.longhaul.common.run.WorkerId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/** Questions and replies as messages: the document is the body, all else stands in headers. */
final class QuestionCodec {

    private static final String KIND = "longhaul_question";
    private static final String VERSION = "longhaul_version";
    private static final String WORKER = "longhaul_worker";
    private static final String DECLINED = "longhaul_declined";
    private static final int TRANSIENT = 1;

    private QuestionCodec() {}

    /** It goes from its queue after {@code life}, when nobody waits for its answer any more. */
    static Letter write(Question question, String correlation, Duration life) {
        BasicProperties properties = properties(correlation)
                .replyTo(AskTopology.REPLY_TO)
                .expiration(Long.toString(life.toMillis()))
                .headers(Map.of(KIND, question.kind(), VERSION, question.version()))
                .build();
        return new Letter(properties, bytes(question.document()));
    }

    static Question question(Letter letter) throws NotAQuestion {
        Map<String, Object> headers = headers(letter);
        if (letter.properties().getReplyTo() == null) {
            throw new NotAQuestion("nobody is named to whom to reply");
        }
        if (!(headers.get(VERSION) instanceof Integer version)) {
            throw new NotAQuestion("header %s is %s, not a number".formatted(VERSION, headers.get(VERSION)));
        }
        try {
            return new Question(String.valueOf(headers.get(KIND)), version, text(letter));
        } catch (IllegalArgumentException wrong) {
            throw new NotAQuestion(Objects.requireNonNullElse(wrong.getMessage(), "a value is wrong"));
        }
    }

    static Letter write(Reply reply, String correlation, WorkerId worker) {
        if (reply instanceof Reply.Declined declined) {
            BasicProperties properties = properties(correlation)
                    .headers(Map.of(WORKER, worker.value(), DECLINED, declined.why()))
                    .build();
            return new Letter(properties, new byte[0]);
        }
        BasicProperties properties =
                properties(correlation).headers(Map.of(WORKER, worker.value())).build();
        return new Letter(properties, bytes(((Reply.Document) reply).document()));
    }

    static Asked reply(Letter letter) {
        Map<String, Object> headers = headers(letter);
        WorkerId worker = new WorkerId(String.valueOf(headers.get(WORKER)));
        Object declined = headers.get(DECLINED);
        return declined == null
                ? new Asked.Answered(worker, text(letter))
                : new Asked.Declined(worker, declined.toString());
    }

    private static BasicProperties.Builder properties(String correlation) {
        return new BasicProperties.Builder()
                .contentType("application/json")
                .contentEncoding("utf-8")
                .deliveryMode(TRANSIENT)
                .correlationId(correlation);
    }

    private static Map<String, Object> headers(Letter letter) {
        return letter.properties().getHeaders() == null
                ? Map.of()
                : letter.properties().getHeaders();
    }

    private static byte[] bytes(String document) {
        return document.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(Letter letter) {
        return new String(letter.body(), StandardCharsets.UTF_8);
    }
}
