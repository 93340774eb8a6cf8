package io.longhaul.worker;

import io.longhaul.common.store.Presence.Kind;
import io.longhaul.common.store.Presence.Member;
import io.longhaul.common.version.Version;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;

/** Who this worker is among the processes of Longhaul. */
final class ThisProcess {

    private ThisProcess() {}

    /** With an id of its own, new each time. */
    static Member member(Optional<Version> application) {
        byte[] random = new byte[2];
        new Random().nextBytes(random);
        return new Member(
                "w-" + HexFormat.of().formatHex(random),
                Kind.WORKER,
                hostName(),
                ProcessHandle.current().pid(),
                application);
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return "localhost";
        }
    }
}
