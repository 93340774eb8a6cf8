package io.longhaul.acceptance.link;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** A TCP proxy on the loopback interface, from a port of its own to a service's; open until it is cut. Thread-safe. */
public final class Link implements AutoCloseable {

    private static final int PACKET = 64 * 1024;

    private final ServerSocket server;
    private final int service;
    private final Supplier<Wiretap> taps;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private State state = State.OPEN;

    /** {@code service} is a port; every connection gets a tap of its own. */
    public Link(int service, Supplier<Wiretap> taps) {
        this.service = service;
        this.taps = taps;
        try {
            server = new ServerSocket(0, 128, InetAddress.getLoopbackAddress());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        inBackground("accept", this::accept);
    }

    /** Where clients connect instead. */
    public int port() {
        return server.getLocalPort();
    }

    /** Connections break, and new ones break at once. */
    public void cut() {
        become(State.CUT);
        sockets.forEach(Link::close);
    }

    /** Nothing goes through, and nobody is told; what is said meanwhile arrives when the link is healed. */
    public void silence() {
        become(State.SILENT);
    }

    /** As if nothing had been. */
    public void heal() {
        become(State.OPEN);
    }

    private synchronized void become(State next) {
        state = next;
        notifyAll();
    }

    private synchronized boolean isOpenAfterSilence() throws InterruptedException {
        while (state == State.SILENT) {
            wait();
        }
        return state == State.OPEN;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                inBackground("connect", () -> connect(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void connect(Socket client) {
        Socket there = new Socket();
        try {
            sockets.add(client);
            sockets.add(there);
            if (!isOpenAfterSilence()) {
                part(client, there);
                return;
            }
            there.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), service), 5_000);
            there.setTcpNoDelay(true);
            client.setTcpNoDelay(true);
            Wiretap tap = taps.get();
            inBackground("answers", () -> pump(there, client, tap::answered));
            pump(client, there, tap::said);
        } catch (IOException away) {
            part(client, there);
        } catch (InterruptedException ended) {
            part(client, there);
            Thread.currentThread().interrupt();
        }
    }

    private void pump(Socket from, Socket to, Predicate<String> tap) {
        byte[] packet = new byte[PACKET];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int length = in.read(packet); length >= 0; length = in.read(packet)) {
                boolean passes = tap.test(new String(packet, 0, length, StandardCharsets.ISO_8859_1));
                if (!passes || !isOpenAfterSilence()) {
                    break;
                }
                out.write(packet, 0, length);
            }
        } catch (IOException broken) {
            // One end has gone; the other is told by the closing below.
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        } finally {
            part(from, to);
        }
    }

    private void part(Socket one, Socket other) {
        close(one);
        close(other);
        sockets.remove(one);
        sockets.remove(other);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException alreadyGone) {
            // That is what was wanted.
        }
    }

    private void inBackground(String what, Runnable work) {
        Thread thread = new Thread(work, "link-%d-%s".formatted(service, what));
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        cut();
        try {
            server.close();
        } catch (IOException alreadyGone) {
            // That is what was wanted.
        }
    }

    private enum State {
        OPEN,
        CUT,
        SILENT
    }
}
