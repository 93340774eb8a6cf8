package io.longhaul.dispatcher.reap;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is out of order. Each trouble is told once when it comes and once when it has gone. Thread-safe. */
final class Troubles {

    private static final Logger log = LoggerFactory.getLogger(Troubles.class);

    private final Set<String> present = ConcurrentHashMap.newKeySet();

    /** There is trouble with this; {@code why} is a clause. */
    void saw(String what, String why) {
        if (present.add(what)) {
            log.atWarn().addKeyValue("with", what).addKeyValue("why", why).log("in trouble; still trying");
        }
    }

    /** There is trouble with this that nobody foresaw. */
    void saw(String what, Throwable unforeseen) {
        if (present.add(what)) {
            log.atError().addKeyValue("with", what).setCause(unforeseen).log("failed; still trying");
        }
    }

    /** There is none with this. */
    void gone(String what) {
        if (present.remove(what)) {
            log.atInfo().addKeyValue("with", what).log("works again");
        }
    }
}
