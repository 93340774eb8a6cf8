package io.longhaul.dispatcher;

import static io.longhaul.local.service.Kind.POSTGRES;
import static io.longhaul.local.service.Kind.RABBIT;
import static io.longhaul.local.service.Kind.REDIS;
import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.queue.WakeUp;
import io.longhaul.common.run.Direction;
import io.longhaul.common.run.RunId;
import io.longhaul.dispatcher.Installation.Said;
import io.longhaul.local.junit.LocalServices;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CommandsIT {

    @RegisterExtension
    static final LocalServices services = LocalServices.with(POSTGRES, RABBIT, REDIS);

    private Installation installation;

    @BeforeEach
    void install() {
        installation =
                new Installation(services.freshPostgresUrl(), services.freshRabbitUrl(), services.freshRedisUrl());
    }

    @AfterEach
    void end() {
        installation.close();
    }

    @Test
    void aRunIsInTheStoreInTheQueueAndOnTheBoard() throws Exception {
        installation.withCatalog();

        Said asked = installation.run("run 0007");

        assertThat(asked.code()).as(asked.err()).isZero();
        RunId run = installation.store().search().newest(Installation.MIGRATION).orElseThrow();
        assertThat(asked.out()).contains("QUEUED", "asked by bob@here", "run " + run.brief());
        assertThat(installation.store().outbox().waiting(Duration.ZERO, 10)).isEmpty();
        assertThat(installation.nextWakeUp()).isEqualTo(new WakeUp(run, Installation.MIGRATION, 1, Direction.FORWARD));
        assertThat(installation.run("tasks").out()).contains(run.brief(), "PENDING", "QUEUED");
    }

    @Test
    void askingTwiceWithOneKeyIsAskingOnce() {
        installation.withCatalog();

        Said first = installation.run("run 0007 --key k1 --output json");
        Said again = installation.run("run 0007 --key k1 --output json");

        assertThat(again.code()).isZero();
        assertThat(again.out()).isEqualTo(first.out());
        assertThat(installation.run("run 0008 --key k1").code()).isEqualTo(3);
    }

    @Test
    void ofManyWhoAskAtOnceOneGetsTheRun() {
        installation.withCatalog();

        List<Integer> codes = Stream.generate(() -> CompletableFuture.supplyAsync(
                        () -> installation.run("run 0007").code()))
                .limit(4)
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .sorted()
                .toList();

        assertThat(codes).containsExactly(0, 3, 3, 3);
    }

    @Test
    void aRunThatIsNotOverIsShownAndTheCommandRefused() {
        installation.withCatalog();
        installation.run("run 0007");

        Said again = installation.run("run 0007");

        assertThat(again.code()).isEqualTo(3);
        assertThat(again.err()).contains("has a run that is not over: it is queued");
        assertThat(again.out()).contains("you can    pause 0007 · stop 0007 · watch 0007");
    }

    @Test
    void listAndShowSayWhatTheStoreHas() {
        installation.withCatalog();
        installation.run("run 0007 --set team=2");

        assertThat(installation.run("list").out())
                .contains("0007_events_sorting_key  queued", "0008_sessions_engine     never run")
                .contains("0 running · 1 queued · worker w-1 beat");
        assertThat(installation.run("show 7").out())
                .contains("QUEUED", "parameters oldest = 2020-01-01 00:00:00, team = 2", "errors     none");
        assertThat(installation.run("show 0008").out()).contains("NEVER RUN", "What 0008_sessions_engine is for");
        assertThat(installation.run("show 0007 --output json").out()).contains("\"team\" : \"2\"");
    }

    @Test
    void whatMayNotBeChosenIsSaidAndNothingIsStored() {
        installation.withCatalog();

        Said said = installation.run("run 0007 --set team=two --set tem=2 --set oldest=2021-01-01T00:00:00Z");

        assertThat(said.code()).isEqualTo(2);
        assertThat(said.out()).isEmpty();
        assertThat(said.err()).isEqualTo("""
                longhaul: parameter team: 'two' is no integer; write a whole number, such as 42
                longhaul: there is no parameter tem; did you mean team?
                """);
        assertThat(installation.run("show 0007").out())
                .contains(
                        "NEVER RUN",
                        "parameters team: integer, default 1\n",
                        "           oldest: timestamp, default 2020-01-01 00:00:00\n");
    }

    @Test
    void whoAsksAgainWithOtherValuesHearsWhichTheRunHas() {
        installation.withCatalog();
        installation.run("run 0007 --set team=2");

        Said again = installation.run("run 0007 --set team=3");

        assertThat(again.code()).isEqualTo(3);
        assertThat(again.err())
                .isEqualTo("0007_events_sorting_key has a run that is not over: it is queued, with"
                        + " oldest = 2020-01-01 00:00:00, team = 2.\n");
        assertThat(installation.run("history 0007").out())
                .contains("asked for by bob@here, with oldest = 2020-01-01 00:00:00, team = 2\n");
        assertThat(installation.run("tasks --output json").out())
                .contains("\"kwargs\" : {", "\"oldest\" : \"2020-01-01 00:00:00\"", "\"team\" : \"2\"");
    }

    @Test
    void beforeAnythingStartedTheStoreHasNoTables() {
        Said listed = installation.run("list");

        assertThat(listed.code()).isEqualTo(4);
        assertThat(listed.err()).contains("has no Longhaul tables yet; start a worker or a reaper first.");
    }

    @Test
    void anEmptyBoardIsNoTrouble() {
        Said tasks = installation.run("tasks --output json");

        assertThat(tasks.code()).isZero();
        assertThat(tasks.out()).isEqualTo("[ ]\n");
    }
}
