package io.longhaul.acceptance.chaos;

import io.longhaul.local.service.Kind;
import java.time.Duration;
import java.util.Locale;

/** What is done to a part of the whole. */
sealed interface Blow {

    /** {@code kill -9} of a program. */
    record Kill(Role role) implements Blow {
        @Override
        public String toString() {
            return "kill " + role;
        }
    }

    /** SIGSTOP, and SIGCONT after a while. */
    record Freeze(Role role, Duration time) implements Blow {
        @Override
        public String toString() {
            return "freeze %s for %d ms".formatted(role, time.toMillis());
        }
    }

    /** SIGTERM. */
    record Terminate(Role role) implements Blow {
        @Override
        public String toString() {
            return "terminate " + role;
        }
    }

    /** {@code kill -9} of a service, which comes back after a while with its data. */
    record ServiceDies(Kind service, Duration away) implements Blow {
        @Override
        public String toString() {
            return "kill %s for %d ms".formatted(word(service), away.toMillis());
        }
    }

    /** FLUSHALL. */
    record Flush() implements Blow {
        @Override
        public String toString() {
            return "flush redis";
        }
    }

    /** One program's link to one service breaks, or goes silent, and heals after a while. */
    record Cut(Role role, Kind service, boolean silently, Duration time) implements Blow {
        @Override
        public String toString() {
            return "%s %s from %s for %d ms"
                    .formatted(silently ? "silence" : "cut", role, word(service), time.toMillis());
        }
    }

    /** Wake-ups that were sent before, and some that never should have been, are put into the queue. */
    record Inject() implements Blow {
        @Override
        public String toString() {
            return "inject duplicate and stale wake-ups";
        }
    }

    /** For counting: what kind of blow. */
    default String kind() {
        if (this instanceof Kill kill) {
            return "kill " + kill.role();
        }
        if (this instanceof Freeze freeze) {
            return "freeze " + freeze.role();
        }
        if (this instanceof ServiceDies dies) {
            return "kill " + word(dies.service());
        }
        if (this instanceof Cut cut) {
            return cut.silently() ? "silence a link" : "cut a link";
        }
        return this instanceof Inject ? "inject wake-ups" : toString();
    }

    private static String word(Kind service) {
        return service.name().toLowerCase(Locale.ROOT);
    }
}
