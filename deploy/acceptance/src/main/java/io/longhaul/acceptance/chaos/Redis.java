package io.longhaul.acceptance.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Commands that no client of Longhaul would send. */
final class Redis {

    private Redis() {}

    /** Everything in it is gone. Does nothing while it is away. */
    static void flush(String url) {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), URI.create(url).getPort())) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write("FLUSHALL\r\n".getBytes(StandardCharsets.US_ASCII));
            socket.getInputStream().read(new byte[16]);
        } catch (IOException away) {
            throw new UncheckedIOException(away);
        }
    }
}
