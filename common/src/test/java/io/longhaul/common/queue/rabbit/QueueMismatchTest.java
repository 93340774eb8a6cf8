package io.longhaul.common.queue.rabbit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QueueMismatchTest {

    @Test
    void aQueueOfTheOtherTypeNamesTheSettingThatFits() {
        assertThat(QueueMismatch.sentence("PRECONDITION_FAILED - inequivalent arg 'x-queue-type' for queue"
                        + " 'longhaul.runs' in vhost '/': received the value 'quorum' of type 'longstr' but current is"
                        + " the value 'classic' of type 'longstr'"))
                .isEqualTo("the queue longhaul.runs has x-queue-type = classic on the broker, where we declare quorum:"
                        + " set LONGHAUL_RABBITMQ_QUEUE_TYPE=classic, or delete the queue longhaul.runs; it is made"
                        + " anew and no run is lost");
    }

    @Test
    void anyOtherDifferenceSaysWhatToDelete() {
        assertThat(QueueMismatch.sentence("PRECONDITION_FAILED - inequivalent arg 'x-delivery-limit' for queue"
                        + " 'longhaul.runs' in vhost '/': received the value '20' of type 'signedint' but current is"
                        + " none"))
                .isEqualTo("the queue longhaul.runs has x-delivery-limit = none on the broker, where we declare 20:"
                        + " delete the queue longhaul.runs; it is made anew and no run is lost");
    }

    @Test
    void wordsThatWeDoNotKnowAreShownAsTheyAre() {
        assertThat(QueueMismatch.sentence("PRECONDITION_FAILED - invalid arg 'x-queue-type'"))
                .isEqualTo("the broker refuses our queues: PRECONDITION_FAILED - invalid arg 'x-queue-type'");
    }
}
