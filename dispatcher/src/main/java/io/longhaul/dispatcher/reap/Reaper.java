package io.longhaul.dispatcher.reap;

import io.longhaul.common.config.Timers;
import io.longhaul.common.store.Outbox;
import io.longhaul.common.store.Presence;
import io.longhaul.common.store.Presence.Member;
import io.longhaul.common.store.Presence.Service;
import io.longhaul.common.store.StoreUnavailable;
import io.longhaul.dispatcher.dispatch.Relay;
import io.longhaul.dispatcher.dispatch.Relay.Relayed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does its duties until it is told to leave. Several reapers at once do no harm. */
public final class Reaper {

    private static final Logger log = LoggerFactory.getLogger(Reaper.class);

    /** How many duties may hang at the same time, and one more. */
    public static final int THREADS = 5;

    private final Troubles troubles = new Troubles();
    private final Attendance attendance;
    private final Relay relay;
    private final Outbox outbox;
    private final Patrol patrol;
    private final Mirror mirror;
    private final CleanUpCalls cleanUpCalls;
    private final AtomicBoolean hurry = new AtomicBoolean();
    private final Map<Service, Probe> probes;
    private final Timers timers;
    private final Member member;
    private final List<Future<?>> duties = new ArrayList<>();
    private final CompletableFuture<Void> broken = new CompletableFuture<>();

    /**
     * A reaper that appears to others as {@code member} and tells them what the probes find.
     *
     * @param tables brings PostgreSQL's tables up to date; nothing else is done before it has worked once
     */
    public Reaper(
            Runnable tables,
            Presence presence,
            Member member,
            Relay relay,
            Outbox outbox,
            Patrol patrol,
            Mirror mirror,
            CleanUpCalls cleanUpCalls,
            Map<Service, Probe> probes,
            Timers timers) {
        this.attendance = new Attendance(tables, presence, member, troubles);
        this.member = member;
        this.relay = relay;
        this.outbox = outbox;
        this.patrol = patrol;
        this.mirror = mirror;
        this.cleanUpCalls = cleanUpCalls;
        this.probes = Map.copyOf(probes);
        this.timers = timers;
    }

    /**
     * Begins; the scheduler needs {@link #THREADS} threads, so that a broker or a Redis that hangs neither makes us
     * look dead nor keeps a run in dead hands. What is returned ends only when a duty broke in a way that no other try
     * heals, such as a lack of memory.
     */
    public CompletableFuture<Void> start(ScheduledExecutorService scheduler) {
        every(scheduler, timers.heartbeat(), presence());
        every(scheduler, timers.reaperPoll(), listening());
        every(scheduler, timers.reaperPoll(), patrolling());
        every(scheduler, timers.reaperPoll(), relaying());
        every(scheduler, timers.sweep(), sweeping());
        every(scheduler, timers.sweep(), mirroring());
        every(scheduler, timers.sweep(), cleanUpCalls());
        probes.forEach((service, probe) -> every(scheduler, timers.selfFence(), probing(service, probe)));
        return broken;
    }

    private void every(ScheduledExecutorService scheduler, Duration time, Runnable duty) {
        Runnable watched = () -> {
            try {
                duty.run();
            } catch (Error beyondUs) {
                broken.completeExceptionally(beyondUs);
                throw beyondUs;
            }
        };
        duties.add(scheduler.scheduleWithFixedDelay(watched, 0, time.toMillis(), TimeUnit.MILLISECONDS));
    }

    Runnable presence() {
        return new Duty("presence", attendance::beat, troubles);
    }

    Runnable relaying() {
        return new Duty("relay", attendance.onceArrived(this::relay), troubles);
    }

    Runnable listening() {
        return new Duty("signs of life", patrol::listen, troubles);
    }

    Runnable patrolling() {
        return new Duty("patrol", attendance.onceArrived(this::patrol), troubles);
    }

    Runnable mirroring() {
        return new Duty("mirror", attendance.onceArrived(this::mirror), troubles);
    }

    Runnable cleanUpCalls() {
        return new Duty("clean-up", attendance.onceArrived(this::callForCleanUps), troubles);
    }

    Runnable sweeping() {
        return new Duty("sweep", attendance.onceArrived(this::sweep), troubles);
    }

    Runnable probing(Service service, Probe probe) {
        return new Duty("probe of " + service, () -> attendance.found(service, probe.trouble()), troubles);
    }

    private void patrol() {
        if (patrol.pass(member.id()) > 0) {
            // The wake-up is ours to send, and somebody waits for it.
            hurry.set(true);
        }
    }

    private void callForCleanUps() {
        if (cleanUpCalls.pass() > 0) {
            hurry.set(true);
        }
    }

    private void mirror() {
        int written = mirror.pass();
        if (written > 0) {
            log.atInfo().addKeyValue("tasks", written).log("wrote tasks again that Redis had lost");
        }
    }

    private void relay() {
        Relayed relayed = hurry.getAndSet(false) ? relay.all() : relay.pass();
        if (relayed.sent() > 0) {
            log.atInfo().addKeyValue("wakeUps", relayed.sent()).log("sent what was waiting");
        }
        attendance.found(Service.RABBITMQ, relayed.stopped());
    }

    private void sweep() {
        int found = outbox.sweep(timers.sweep());
        if (found > 0) {
            log.atInfo().addKeyValue("runs", found).log("nobody claimed them; will wake workers again");
        }
    }

    /** Tells others that we end by ourselves; what is waiting stays for the next reaper. */
    public void leave() {
        duties.forEach(duty -> duty.cancel(false));
        try {
            attendance.leave();
            log.atInfo().addKeyValue("id", member.id()).log("reaper leaves");
        } catch (StoreUnavailable away) {
            log.atInfo().addKeyValue("id", member.id()).log("reaper leaves without having told PostgreSQL");
        }
    }
}
