package io.longhaul.dispatcher;

import io.longhaul.common.board.TaskReader;
import io.longhaul.common.board.redisson.RedissonTaskBoard;
import io.longhaul.common.board.redisson.RedissonTaskReader;
import io.longhaul.common.lease.redisson.RedissonConnection;
import io.longhaul.common.lease.redisson.RedissonHeartbeats;
import io.longhaul.common.queue.Questions;
import io.longhaul.common.queue.rabbit.Broker;
import io.longhaul.common.queue.rabbit.RabbitPublisher;
import io.longhaul.common.queue.rabbit.RabbitQuestions;
import io.longhaul.common.store.Presence.Kind;
import io.longhaul.common.store.Presence.Member;
import io.longhaul.common.store.Presence.Service;
import io.longhaul.common.store.RunSearch;
import io.longhaul.common.store.jdbi.JdbiStore;
import io.longhaul.dispatcher.cli.Ports;
import io.longhaul.dispatcher.dispatch.Dispatch;
import io.longhaul.dispatcher.dispatch.Relay;
import io.longhaul.dispatcher.doctor.Doctor;
import io.longhaul.dispatcher.doctor.Looks;
import io.longhaul.dispatcher.reap.CleanUpCalls;
import io.longhaul.dispatcher.reap.Mirror;
import io.longhaul.dispatcher.reap.Patrol;
import io.longhaul.dispatcher.reap.Probe;
import io.longhaul.dispatcher.reap.Reaper;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Makes the ports from the settings, each when a command asks for it, and closes what was made. */
final class Services implements AutoCloseable {

    private static final String PROGRAM = "longhaul";

    private final Settings settings;
    private final Supplier<Here> here;
    private final LongSupplier nanoTime;
    private final Clock clock;
    private final Deque<Runnable> closing = new ArrayDeque<>();
    private final Once<JdbiStore> brief = new Once<>(this::brief);

    Services(Settings settings, Supplier<Here> here, LongSupplier nanoTime, Clock clock) {
        this.settings = settings;
        this.here = here;
        this.nanoTime = nanoTime;
        this.clock = clock;
    }

    Ports ports() {
        return new Ports(
                new Once<>(this::search),
                new Once<>(this::dispatch),
                new Once<>(this::tasks),
                new Once<>(this::reaper),
                new Once<>(settings::redisCli),
                new Once<>(() -> brief.get().controls()),
                new Once<>(() -> brief.get().settings()),
                new Once<>(() -> brief.get().events()),
                new Once<>(() -> brief.get().journal()),
                new Once<>(this::questions),
                new Once<>(this::doctor));
    }

    private JdbiStore brief() {
        Settings.Store wanted = settings.store();
        return JdbiStore.brief(wanted.postgres(), wanted.timers(), PROGRAM);
    }

    private RunSearch search() {
        return brief.get().search();
    }

    private Dispatch dispatch() {
        Settings.All wanted = settings.all();
        JdbiStore store = brief.get();
        RabbitPublisher publisher = publisher(wanted, PROGRAM);
        // Meanwhile PostgreSQL is asked: what takes longest is done at the same time.
        publisher.prepare();
        // Redis is talked to last; until then its client, slow to load, is not made.
        Once<RedissonTaskBoard> board =
                new Once<>(() -> new RedissonTaskBoard(redis(new Settings.Board(wanted.redis(), wanted.timers()))));
        return new Dispatch(
                store.runs(), store.outbox(), publisher, task -> board.get().post(task));
    }

    private TaskReader tasks() {
        return new RedissonTaskReader(redis(settings.board()));
    }

    private Reaper reaper() {
        Settings.All wanted = settings.all();
        Member member = new Member(
                "r-" + UUID.randomUUID().toString().substring(0, 4),
                Kind.REAPER,
                here.get().host(),
                here.get().pid());
        JdbiStore store = JdbiStore.pooled(wanted.postgres(), wanted.timers(), "longhaul reaper " + member.id());
        Relay relay = new Relay(store.outbox(), publisher(wanted, "longhaul reaper " + member.id()));
        RedissonConnection redis = redis(new Settings.Board(wanted.redis(), wanted.timers()));
        RedissonTaskBoard board = new RedissonTaskBoard(redis);
        Probe probe = () ->
                Optional.of(redis.health()).filter(health -> !health.isWell()).map(RedissonConnection.Health::detail);
        return new Reaper(
                store::migrate,
                store.presence(),
                member,
                relay,
                store.outbox(),
                new Patrol(
                        store.takeovers(),
                        store.runs(),
                        store.events(),
                        board,
                        new RedissonHeartbeats(redis),
                        wanted.timers(),
                        nanoTime),
                new Mirror(store.search(), new RedissonTaskReader(redis), board),
                new CleanUpCalls(store.cleanUps(), store.settings()),
                Map.of(Service.REDIS, probe),
                wanted.timers());
    }

    private Questions questions() {
        Settings.Queue wanted = settings.queue();
        Questions questions = new RabbitQuestions(new Broker(wanted.rabbitmq(), wanted.queueType(), PROGRAM));
        closing.push(questions::close);
        return questions;
    }

    private Doctor doctor() {
        Settings.All wanted = settings.all();
        JdbiStore store = brief.get();
        Broker broker = new Broker(wanted.rabbitmq(), wanted.queueType(), PROGRAM);
        Looks looks = new Looks(
                wanted.postgres().address(),
                store.checkup(),
                store.search(),
                wanted.redis().address(),
                new Once<>(() -> redis(new Settings.Board(wanted.redis(), wanted.timers()))),
                broker,
                wanted.timers(),
                clock);
        return new Doctor(looks, () -> new RabbitQuestions(broker));
    }

    private RabbitPublisher publisher(Settings.All wanted, String name) {
        RabbitPublisher publisher = new RabbitPublisher(new Broker(wanted.rabbitmq(), wanted.queueType(), name));
        closing.push(publisher::close);
        return publisher;
    }

    private RedissonConnection redis(Settings.Board wanted) {
        RedissonConnection redis = new RedissonConnection(wanted.redis(), wanted.timers(), nanoTime);
        closing.push(redis::close);
        return redis;
    }

    @Override
    public void close() {
        closing.forEach(Runnable::run);
    }
}
