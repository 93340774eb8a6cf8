package io.longhaul.common.queue.rabbit;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownSignalException;
import io.longhaul.common.queue.Inbox.Delivery;
import io.longhaul.common.queue.WakeUp;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A message in hand, with the channel it came on. When an answer does not reach the broker, the message goes back to
 * the queue by itself, and the copy will be found stale.
 */
final class RabbitDelivery implements Delivery {

    private static final Logger log = LoggerFactory.getLogger(RabbitDelivery.class);
    private static final boolean REQUEUE = true;
    private static final boolean UP_TO_HERE = true;

    private final WakeUp wakeUp;
    private final Channel channel;
    private final long tag;
    private final Runnable whenGivenBack;

    RabbitDelivery(WakeUp wakeUp, Channel channel, long tag, Runnable whenGivenBack) {
        this.wakeUp = wakeUp;
        this.channel = channel;
        this.tag = tag;
        this.whenGivenBack = whenGivenBack;
    }

    @Override
    public WakeUp wakeUp() {
        return wakeUp;
    }

    @Override
    public void acknowledge() {
        answer(channel, () -> channel.basicAck(tag, !UP_TO_HERE));
    }

    @Override
    public void giveBack() {
        whenGivenBack.run();
        // A nack, since 4.3 does not count it towards the delivery limit.
        answer(channel, () -> channel.basicNack(tag, !UP_TO_HERE, REQUEUE));
    }

    /** Says the last word on a channel and closes it. */
    static void answer(Channel channel, Answer answer) {
        try {
            answer.say();
            channel.close();
        } catch (IOException | TimeoutException | ShutdownSignalException lost) {
            log.atDebug().addKeyValue("why", Trouble.why(lost)).log("an answer was lost; the message comes back");
            abort(channel);
        }
    }

    static void abort(Channel channel) {
        try {
            channel.abort();
        } catch (IOException | ShutdownSignalException alreadyGone) {
            log.atTrace().setCause(alreadyGone).log("channel already gone");
        }
    }

    /** One word to the broker. */
    interface Answer {
        void say() throws IOException;
    }
}
