package io.longhaul.local.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Free ports below the range from which the kernel takes ports for outgoing connections (32768 on Linux), so that a
 * killed service finds its port free again. Another program may still be quicker: whoever starts a service checks.
 */
public final class Ports {

    private static final int FIRST = 15_000;
    private static final int END = 32_000;

    private Ports() {}

    /** As many different ports, free at this moment. */
    public static List<Integer> free(int count) {
        Set<Integer> found = new LinkedHashSet<>();
        Poll poll = Poll.atMost(Bounds.STOP);
        while (found.size() < count) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, END);
            if (isFree(port)) {
                found.add(port);
            } else {
                poll.pauseOr(() -> "no free port between " + FIRST + " and " + END);
            }
        }
        return List.copyOf(found);
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
