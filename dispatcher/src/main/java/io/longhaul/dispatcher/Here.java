package io.longhaul.dispatcher;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Which process this is, and whose.
 *
 * @param user of the operating system
 * @param host name of the machine
 * @param pid of the process
 */
record Here(String user, String host, long pid) {

    static Here find() {
        return new Here(
                System.getProperty("user.name", "unknown"),
                hostName(),
                ProcessHandle.current().pid());
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return "unknown";
        }
    }

    String who() {
        return user + "@" + host;
    }
}
