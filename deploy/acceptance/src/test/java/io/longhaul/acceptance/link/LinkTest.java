package io.longhaul.acceptance.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a service that says everything back. */
class LinkTest {

    private final AtomicReference<Wiretap> tap = new AtomicReference<>(Wiretap.NONE);
    private ServerSocket echo;
    private Link link;

    @BeforeEach
    void open() throws IOException {
        echo = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread service = new Thread(this::serve);
        service.setDaemon(true);
        service.start();
        link = new Link(echo.getLocalPort(), tap::get);
    }

    @AfterEach
    void close() throws IOException {
        link.close();
        echo.close();
    }

    @Test
    void whatIsSaidArrivesAndIsAnswered() throws IOException {
        try (Socket client = client()) {
            assertThat(said(client, "hello")).isEqualTo("hello");
        }
    }

    @Test
    void whatIsSaidWhileItIsSilentArrivesWhenItIsHealed() throws IOException {
        try (Socket client = client()) {
            assertThat(said(client, "one")).isEqualTo("one");
            link.silence();
            client.getOutputStream().write("two".getBytes(StandardCharsets.ISO_8859_1));
            client.setSoTimeout(200);
            assertThatThrownBy(() -> heard(client)).isInstanceOf(SocketTimeoutException.class);
            client.setSoTimeout(20_000);

            link.heal();

            assertThat(heard(client)).isEqualTo("two");
        }
    }

    @Test
    void aCutBreaksWhatIsConnectedAndWhatConnectsUntilItIsHealed() throws IOException {
        try (Socket before = client()) {
            assertThat(said(before, "one")).isEqualTo("one");

            link.cut();

            assertThat(isBroken(before)).isTrue();
            try (Socket meanwhile = client()) {
                assertThat(isBroken(meanwhile)).isTrue();
            }
            link.heal();
            try (Socket after = client()) {
                assertThat(said(after, "two")).isEqualTo("two");
            }
        }
    }

    @Test
    void whatTheTapForbidsNeverArrives() throws IOException {
        tap.set(new Wiretap() {
            @Override
            public boolean said(String packet) {
                return !packet.contains("secret");
            }

            @Override
            public boolean answered(String packet) {
                return !packet.contains("answer");
            }
        });
        try (Socket client = client()) {
            assertThat(said(client, "public")).isEqualTo("public");
            client.getOutputStream().write("secret".getBytes(StandardCharsets.ISO_8859_1));
            assertThat(isBroken(client)).isTrue();
        }
        try (Socket client = client()) {
            client.getOutputStream().write("answer".getBytes(StandardCharsets.ISO_8859_1));
            assertThat(isBroken(client)).isTrue();
        }
    }

    private Socket client() throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), link.port());
        client.setSoTimeout(20_000);
        return client;
    }

    private static String said(Socket client, String words) throws IOException {
        client.getOutputStream().write(words.getBytes(StandardCharsets.ISO_8859_1));
        return heard(client);
    }

    private static String heard(Socket client) throws IOException {
        byte[] answer = new byte[100];
        int length = client.getInputStream().read(answer);
        return length < 0 ? "" : new String(answer, 0, length, StandardCharsets.ISO_8859_1);
    }

    private static boolean isBroken(Socket client) {
        try {
            return client.getInputStream().read() < 0;
        } catch (IOException reset) {
            return true;
        }
    }

    private void serve() {
        try {
            while (true) {
                Socket client = echo.accept();
                Thread talk = new Thread(() -> talk(client));
                talk.setDaemon(true);
                talk.start();
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private static void talk(Socket client) {
        try (client) {
            client.getInputStream().transferTo(client.getOutputStream());
        } catch (IOException gone) {
            // So is this one.
        }
    }
}
