package io.longhaul.worker.answer;

import io.longhaul.common.queue.Answering;
import io.longhaul.common.queue.Question;
import io.longhaul.common.queue.Reply;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Replies to each question with the answer that knows its kind, several side by side; runs on a thread of its own. */
public final class Answers implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(Answers.class);

    private final Answering answering;
    private final Map<String, Answer> byKind = new HashMap<>();

    public Answers(Answering answering, List<Answer> answers) {
        this.answering = answering;
        answers.forEach(answer -> byKind.put(answer.kind(), answer));
    }

    @Override
    public void run() {
        try {
            answering.answer(this::reply);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    Reply reply(Question question) {
        Answer answer = byKind.get(question.kind());
        if (answer == null || answer.version() < question.version()) {
            return new Reply.Declined("this worker does not know that question; it is older");
        }
        try {
            return answer.to(question.version(), question.document());
        } catch (RuntimeException | StackOverflowError mistake) {
            log.atError()
                    .setCause(mistake)
                    .addKeyValue("question", question.kind())
                    .log("a question found no answer");
            return new Reply.Declined("it could not answer: " + mistake);
        }
    }
}
