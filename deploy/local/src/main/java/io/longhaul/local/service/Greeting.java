package io.longhaul.local.service;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** The first bytes with which a service answers ours; empty while it does not. */
final class Greeting {

    private static final int TIMEOUT_MILLIS = 2000;

    private Greeting() {}

    static String of(int port, String ours) {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
            socket.getOutputStream().write(ours.getBytes(StandardCharsets.ISO_8859_1));
            byte[] theirs = new byte[64];
            int length = socket.getInputStream().read(theirs);
            return length < 1 ? "" : new String(theirs, 0, length, StandardCharsets.ISO_8859_1);
        } catch (IOException notYet) {
            return "";
        }
    }
}
