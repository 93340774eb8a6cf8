package io.longhaul.worker.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A line to a server that breaks when a test wants it to; a new connection works. For protocols in plain text. */
public final class Wire implements AutoCloseable {

    private final URI server;
    private final ServerSocket entrance;
    private final List<Line> lines = new CopyOnWriteArrayList<>();
    private volatile @Nullable Fault fault;

    public Wire(String url) {
        server = URI.create(url);
        try {
            entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        inTheBackground(this::accept);
    }

    /** The server's address by way of this wire. */
    public String url() {
        String who = server.getRawUserInfo() == null ? "" : server.getRawUserInfo() + "@";
        return "%s://%s127.0.0.1:%d%s".formatted(server.getScheme(), who, entrance.getLocalPort(), server.getRawPath());
    }

    /** Breaks all connections that there are. */
    public void cut() {
        lines.forEach(Line::close);
    }

    /** Breaks so many connections on which a request with these words is sent, before it reaches the server. */
    public void loseRequest(String words, int times) {
        fault = new Fault(words, false, times);
    }

    /** Breaks one connection on which a request with these words is sent, once the server has answered it. */
    public void loseAnswer(String words) {
        fault = new Fault(words, true, 1);
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                Line line = new Line(entrance.accept(), new Socket(server.getHost(), server.getPort()));
                lines.add(line);
                inTheBackground(line::carryRequests);
                inTheBackground(line::carryAnswers);
            } catch (IOException closedOrAway) {
                // A test has closed the wire, or killed the server: the client finds its connection broken.
            }
        }
    }

    private static void inTheBackground(Runnable work) {
        Thread thread = new Thread(work, "wire");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            entrance.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        cut();
    }

    private record Fault(String words, boolean afterTheAnswer, int times) {}

    private final class Line {

        private final Socket client;
        private final Socket upstream;
        private volatile boolean breaksWithTheAnswer;

        Line(Socket client, Socket upstream) {
            this.client = client;
            this.upstream = upstream;
        }

        void carryRequests() {
            carry(client, upstream, this::survivesRequest);
        }

        void carryAnswers() {
            carry(upstream, client, answer -> !breaksWithTheAnswer);
        }

        private boolean survivesRequest(String request) {
            Fault waiting = fault;
            if (waiting == null || !request.contains(waiting.words())) {
                return true;
            }
            fault = waiting.times() == 1
                    ? null
                    : new Fault(waiting.words(), waiting.afterTheAnswer(), waiting.times() - 1);
            breaksWithTheAnswer = waiting.afterTheAnswer();
            return waiting.afterTheAnswer();
        }

        private void carry(Socket from, Socket to, Predicate<String> survives) {
            byte[] buffer = new byte[65536];
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    if (!survives.test(new String(buffer, 0, read, StandardCharsets.ISO_8859_1))) {
                        break;
                    }
                    out.write(buffer, 0, read);
                }
            } catch (IOException broken) {
                // Both ends learn it below.
            }
            close();
        }

        private void close() {
            try (client;
                    upstream) {
                lines.remove(this);
            } catch (IOException closedAlready) {
                // That is what was wanted.
            }
        }
    }
}
