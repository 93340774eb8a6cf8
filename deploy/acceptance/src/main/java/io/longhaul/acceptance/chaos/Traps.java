package io.longhaul.acceptance.chaos;

import io.longhaul.local.service.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Blows that wait for their moment. Thread-safe. */
final class Traps {

    private final List<Trap> set = new ArrayList<>();

    /** Sets one that springs the so-and-so-many-th time that its moment comes, and does something more then. */
    synchronized Trap set(Moment moment, int occurrence, Blow blow, Runnable whenSprung) {
        Trap trap = new Trap(moment, blow, occurrence, whenSprung);
        set.add(trap);
        return trap;
    }

    synchronized void remove(Trap trap) {
        set.remove(trap);
    }

    synchronized boolean isEmpty() {
        return set.isEmpty();
    }

    synchronized void clear() {
        set.clear();
    }

    /** The trap that springs now; {@code heard} are the moments of this request that have counted already. */
    synchronized Optional<Trap> hear(Role speaker, Kind listener, String said, Set<Moment> heard) {
        for (Trap trap : set) {
            Moment moment = trap.moment();
            if (!heard.contains(moment) && moment.isIn(speaker, listener, said)) {
                heard.add(moment);
                trap.left--;
                if (trap.left == 0) {
                    set.remove(trap);
                    return Optional.of(trap);
                }
            }
        }
        return Optional.empty();
    }

    /** One of them. */
    static final class Trap {

        private final Moment moment;
        private final Blow blow;
        private final Runnable whenSprung;
        private final CountDownLatch sprung = new CountDownLatch(1);
        private volatile @Nullable Member victim;
        private int left;

        private Trap(Moment moment, Blow blow, int occurrence, Runnable whenSprung) {
            this.moment = moment;
            this.blow = blow;
            this.whenSprung = whenSprung;
            this.left = occurrence;
        }

        Moment moment() {
            return moment;
        }

        Blow blow() {
            return blow;
        }

        /** Its moment has come, and this one is hit. */
        void springs(Member member) {
            victim = member;
            sprung.countDown();
            whenSprung.run();
        }

        Optional<Member> victim() {
            return Optional.ofNullable(victim);
        }

        /** Whether it has sprung, after a while at most. */
        boolean await(long millis) throws InterruptedException {
            return sprung.await(millis, TimeUnit.MILLISECONDS);
        }
    }
}
