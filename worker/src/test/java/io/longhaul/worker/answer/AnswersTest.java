package io.longhaul.worker.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.queue.Answering;
import io.longhaul.common.queue.Question;
import io.longhaul.common.queue.Reply;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class AnswersTest {

    private static final Reply OLDER = new Reply.Declined("this worker does not know that question; it is older");

    private final Answers answers =
            new Answers(new Deaf(), List.of(new Plain("echo", document -> document), new Plain("broken", document -> {
                throw new IllegalStateException("no such thing");
            })));

    @Test
    void theAnswerThatKnowsTheKindReplies() {
        assertThat(answers.reply(new Question("echo", 1, "[1]"))).isEqualTo(new Reply.Document("[1]"));
        assertThat(answers.reply(new Question("echo", 2, "[1]"))).isEqualTo(new Reply.Document("[1]"));
    }

    @Test
    void aKindThatNobodyKnowsIsDeclined() {
        assertThat(answers.reply(new Question("weather", 1, "{}"))).isEqualTo(OLDER);
    }

    @Test
    void aQuestionThatIsNewerThanItsAnswerIsDeclined() {
        assertThat(answers.reply(new Question("echo", 3, "{}"))).isEqualTo(OLDER);
    }

    @Test
    void aMistakeInAnsweringIsAReplyToo() {
        assertThat(answers.reply(new Question("broken", 1, "{}")))
                .isEqualTo(new Reply.Declined("it could not answer: java.lang.IllegalStateException: no such thing"));
    }

    private record Plain(String kind, UnaryOperator<String> answer) implements Answer {

        @Override
        public int version() {
            return 2;
        }

        @Override
        public Reply to(int version, String document) {
            return new Reply.Document(answer.apply(document));
        }
    }

    private static final class Deaf implements Answering {

        @Override
        public void answer(Function<Question, Reply> replies) {}

        @Override
        public boolean isConnected() {
            return false;
        }

        @Override
        public void close() {}
    }
}
