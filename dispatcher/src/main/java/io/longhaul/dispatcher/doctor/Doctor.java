package io.longhaul.dispatcher.doctor;

import io.longhaul.common.queue.Asked;
import io.longhaul.common.queue.Question;
import io.longhaul.common.queue.Questions;
import io.longhaul.common.report.WorkerReport;
import io.longhaul.common.run.WorkerId;
import io.longhaul.common.store.Presence.Kind;
import io.longhaul.dispatcher.doctor.BrokerJudgement.BrokerSight;
import io.longhaul.dispatcher.doctor.RedisJudgement.RedisSight;
import io.longhaul.dispatcher.doctor.Sight.Away;
import io.longhaul.dispatcher.doctor.Sight.Clear;
import io.longhaul.dispatcher.doctor.StoreJudgement.StoreSight;
import io.longhaul.dispatcher.doctor.WorkerJudgement.Heard;
import io.longhaul.dispatcher.text.Spans;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Looks at everything at the same time, each with a bound of its own, then asks every worker, then judges. */
public final class Doctor {

    private static final Duration LOOK = Duration.ofSeconds(4);

    /** More than a worker takes for a target that says nothing. */
    private static final Duration ASK = Duration.ofSeconds(7);

    private static final int WORKERS = 16;
    private static final Question QUESTION = new Question(WorkerReport.QUESTION, WorkerReport.VERSION, "{}");

    private final Looks looks;
    private final Supplier<Questions> questions;
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "longhaul-doctor");
        thread.setDaemon(true);
        return thread;
    });

    /** {@code questions} makes a new one each time: all workers are asked at once. */
    public Doctor(Looks looks, Supplier<Questions> questions) {
        this.looks = looks;
        this.questions = questions;
    }

    /** Never longer than both bounds together; in the order in which people think of the parts. */
    public List<Finding> examine() {
        CompletableFuture<Sight<StoreSight>> store = see(looks.postgres(), looks::store);
        CompletableFuture<Sight<BooksSight>> books = see(looks.postgres(), looks::books);
        CompletableFuture<Sight<RedisSight>> redis = see(looks.redisAddress(), looks::redisNow);
        CompletableFuture<Sight<BrokerSight>> broker = see(looks.broker().url().address(), looks::brokerNow);
        Optional<BooksSight> written = books.join().facts();
        List<Heard> heard = ask(broker.join(), written);
        List<Finding> findings = new ArrayList<>();
        findings.addAll(StoreJudgement.of(store.join()));
        findings.addAll(RedisJudgement.of(redis.join(), written.map(BooksSight::runs)));
        findings.addAll(BrokerJudgement.of(broker.join(), written.map(BooksSight::crew)));
        findings.addAll(BooksJudgement.of(books.join()));
        heard.forEach(one -> findings.addAll(WorkerJudgement.of(one, looks.timers())));
        return findings;
    }

    private <T> CompletableFuture<Sight<T>> see(String address, Look<T> look) {
        CompletableFuture<Sight<T>> seen = new CompletableFuture<>();
        threads.execute(() -> {
            try {
                seen.complete(new Clear<>(look.at()));
            } catch (Exception | LinkageError failed) {
                seen.complete(
                        new Away<>(why(address, Objects.requireNonNullElse(failed.getMessage(), failed.toString()))));
            }
        });
        return seen.completeOnTimeout(
                new Away<>(why(address, "no answer within " + Spans.of(LOOK))), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static String why(String address, String said) {
        return said.contains(address) ? said : address + ": " + said;
    }

    /** Those that are up, each by its name; where nobody knows who that is, any one. */
    private List<Heard> ask(Sight<BrokerSight> broker, Optional<BooksSight> books) {
        if (broker instanceof Away<BrokerSight>) {
            return List.of(new Heard(Optional.empty(), new Asked.Unreachable("RabbitMQ cannot be reached")));
        }
        List<Optional<WorkerId>> workers = books.map(Doctor::up).orElse(List.of(Optional.empty()));
        List<CompletableFuture<Heard>> heard = workers.stream()
                .map(worker -> CompletableFuture.supplyAsync(() -> new Heard(worker, ask(worker)), threads))
                .toList();
        return heard.stream().map(CompletableFuture::join).toList();
    }

    private static List<Optional<WorkerId>> up(BooksSight books) {
        return books.up(Kind.WORKER).stream()
                .limit(WORKERS)
                .map(seen -> Optional.of(new WorkerId(seen.member().id())))
                .toList();
    }

    private Asked ask(Optional<WorkerId> worker) {
        try (Questions line = questions.get()) {
            return worker.isPresent() ? line.ask(worker.get(), QUESTION, ASK) : line.ask(QUESTION, ASK);
        }
    }
}
