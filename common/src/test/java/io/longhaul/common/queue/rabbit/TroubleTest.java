package io.longhaul.common.queue.rabbit;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.ShutdownSignalException;
import com.rabbitmq.client.impl.AMQImpl;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class TroubleTest {

    @Test
    void whatTheBrokerSaidIsShown() {
        AMQP.Channel.Close close = new AMQImpl.Channel.Close(404, "NOT_FOUND - no queue", 0, 0);
        IOException failure = new IOException(new ShutdownSignalException(false, false, close, this));

        assertThat(Trouble.why(failure)).isEqualTo("NOT_FOUND - no queue");
        assertThat(Trouble.channelCloseCode(failure)).isEqualTo(404);
    }

    @Test
    void aBrokenConnectionIsShownInTheWordsOfTheNetwork() {
        ShutdownSignalException signal = new ShutdownSignalException(true, false, null, this);
        signal.initCause(new SocketException("Connection reset"));

        assertThat(Trouble.why(new IOException(signal))).isEqualTo("Connection reset");
        assertThat(Trouble.channelCloseCode(new IOException(signal))).isZero();
    }

    @Test
    void whatHasNoWordsGetsSome() {
        assertThat(Trouble.why(new EOFException())).isEqualTo("the broker hung up");
        assertThat(Trouble.why(new IOException(new TimeoutException()))).isEqualTo("no answer in time");
        assertThat(Trouble.why(new UnknownHostException("mq"))).isEqualTo("unknown host mq");
        assertThat(Trouble.why(new IOException())).isEqualTo("IOException");
    }
}
