package io.longhaul.dispatcher;

import static io.longhaul.local.service.Kind.POSTGRES;
import static io.longhaul.local.service.Kind.RABBIT;
import static io.longhaul.local.service.Kind.REDIS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.longhaul.common.queue.WakeUp;
import io.longhaul.common.run.Direction;
import io.longhaul.common.run.RunId;
import io.longhaul.common.store.Presence.Health;
import io.longhaul.common.store.Presence.Kind;
import io.longhaul.common.store.Presence.Service;
import io.longhaul.common.store.RunSearch.Seen;
import io.longhaul.dispatcher.Installation.Said;
import io.longhaul.dispatcher.reap.Reaper;
import io.longhaul.local.junit.LocalServices;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("slow")
class OutageIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @RegisterExtension
    static final LocalServices services = LocalServices.own(POSTGRES, RABBIT, REDIS);

    private final ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(3);
    private Installation installation;

    @BeforeEach
    void install() {
        services.postgres().start();
        services.rabbit().start();
        services.redis().start();
        installation =
                new Installation(services.freshPostgresUrl(), services.freshRabbitUrl(), services.freshRedisUrl());
    }

    @AfterEach
    void end() {
        scheduler.shutdownNow();
        installation.close();
    }

    private RunId newest() {
        return installation.store().search().newest(Installation.MIGRATION).orElseThrow();
    }

    private List<Seen> reapers() {
        return installation.store().search().vitals().members().stream()
                .filter(seen -> seen.member().kind() == Kind.REAPER)
                .filter(seen -> seen.sinceBeat().compareTo(Duration.ofSeconds(5)) < 0)
                .toList();
    }

    @Test
    void aRunIsAcceptedWithoutRabbitMqAndSentByTheReaper() throws Exception {
        installation.withCatalog();
        services.rabbit().kill();

        Said asked = installation.run("run 0007");

        assertThat(asked.code()).as(asked.err()).isZero();
        assertThat(asked.err()).contains("Queued; RabbitMQ cannot be reached", "the reaper will send it.");
        assertThat(installation.store().search().vitals().outbox()).isEqualTo(1);

        try (Services ports = installation.services()) {
            Reaper reaper = ports.ports().reaper().get();
            CompletableFuture<Void> broken = reaper.start(scheduler);
            await().atMost(PATIENCE)
                    .until(() ->
                            reapers().stream().anyMatch(seen -> seen.services().get(Service.RABBITMQ) == Health.AWAY));
            services.rabbit().start();

            assertThat(installation.nextWakeUp())
                    .isEqualTo(new WakeUp(newest(), Installation.MIGRATION, 1, Direction.FORWARD));
            await().atMost(PATIENCE)
                    .until(() -> installation.store().search().vitals().outbox() == 0);
            await().atMost(PATIENCE)
                    .until(() ->
                            reapers().stream().anyMatch(seen -> seen.services().get(Service.RABBITMQ) == Health.OK));
            reaper.leave();
            assertThat(broken).isNotDone();
        }
        assertThat(reapers()).isEmpty();
    }

    @Test
    void aRunIsAcceptedWithoutRedis() throws Exception {
        installation.withCatalog();
        services.redis().kill();

        assertThat(installation.run("run 0007").code()).isZero();
        assertThat(installation.nextWakeUp().run()).isEqualTo(newest());

        Said tasks = installation.run("tasks");
        assertThat(tasks.code()).isEqualTo(4);
        assertThat(tasks.err()).hasLineCount(1).contains("Redis at 127.0.0.1:", "LONGHAUL_REDIS_URL");
    }

    @Test
    void withoutPostgresqlEveryCommandSaysSoInASentence() {
        installation.withCatalog();
        services.postgres().kill();

        for (String line : List.of("list", "show 0007", "watch 0007", "run 0007")) {
            Said said = installation.run(line);
            assertThat(said.code()).as(line).isEqualTo(4);
            assertThat(said.err()).hasLineCount(1).contains("cannot be reached", "LONGHAUL_POSTGRES_URL");
        }
    }

    @Test
    void aReaperStartsWithoutAnythingAndSurvivesALossOfTheStore() {
        services.postgres().kill();
        services.rabbit().kill();
        services.redis().kill();

        try (Services ports = installation.services()) {
            Reaper reaper = ports.ports().reaper().get();
            CompletableFuture<Void> broken = reaper.start(scheduler);
            services.postgres().start();
            await().atMost(PATIENCE).ignoreExceptions().until(() -> !reapers().isEmpty());

            services.postgres().restart();
            await().atMost(PATIENCE).ignoreExceptions().until(() -> !reapers().isEmpty());

            assertThat(broken).isNotDone();
            reaper.leave();
        }
    }

    @Test
    void aWakeUpThatTheBrokerLostIsSentAgainByTheSweep() throws Exception {
        installation.withCatalog();
        installation.run("run 0007");
        assertThat(installation.nextWakeUp().run()).isEqualTo(newest());

        assertThat(installation.store().outbox().sweep(Duration.ofMinutes(1))).isZero();
        assertThat(installation.store().outbox().sweep(Duration.ZERO)).isEqualTo(1);
        try (Services ports = installation.services()) {
            Reaper reaper = ports.ports().reaper().get();
            CompletableFuture<Void> broken = reaper.start(scheduler);

            assertThat(installation.nextWakeUp().run()).isEqualTo(newest());
            reaper.leave();
            assertThat(broken).isNotDone();
        }
    }
}
