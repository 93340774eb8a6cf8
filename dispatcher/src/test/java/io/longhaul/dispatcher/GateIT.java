package io.longhaul.dispatcher;

import static io.longhaul.local.service.Kind.POSTGRES;
import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.run.RunState;
import io.longhaul.dispatcher.Installation.Said;
import io.longhaul.local.junit.LocalServices;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** With PostgreSQL alone: neither RabbitMQ nor Redis is there. */
class GateIT {

    @RegisterExtension
    static final LocalServices services = LocalServices.with(POSTGRES);

    private Installation installation;

    @BeforeEach
    void install() {
        installation = new Installation(services.freshPostgresUrl(), "amqp://127.0.0.1:1/", "redis://127.0.0.1:1/0");
    }

    @AfterEach
    void end() {
        installation.close();
    }

    @Test
    void theGateOpensWhenWhatIsDueIsDone() {
        installation.withVersions();
        // Nobody works any more; the answer is the same.
        installation.store().presence().leave("w-1");

        Said before = installation.run("gate --to 1.48.0");
        assertThat(before.code()).isEqualTo(10);
        assertThat(before.out())
                .containsSubsequence(
                        "0008_sessions_engine     never run  longhaul run 0008",
                        "0007_events_sorting_key comes after it",
                        "0007_events_sorting_key  never run  longhaul run 0007",
                        "due before 1.48.0");
        assertThat(installation.run("gate --to 1.47.9").code()).isZero();

        assertThat(installation.run("mark-done 0008 --reason by-hand").code()).isZero();
        assertThat(installation.run("gate --to 1.48.0").out()).doesNotContain("longhaul run 0008");
        assertThat(installation.run("mark-done 0007 --reason by-hand").code()).isZero();

        assertThat(installation.run("gate --to 1.48.0").code()).isZero();
    }

    @Test
    void anEmptyDatabaseIsNeitherGoNorBlocked() {
        Said said = installation.run("gate --to 1.48.0");

        assertThat(said.code()).isEqualTo(4);
        assertThat(said.err()).contains("has no Longhaul tables yet");
    }

    @Test
    void whoVouchedAndWhyIsSeenEverywhereAndCanBeTakenBack() {
        installation.withVersions();

        Said marked = installation.run("mark-done 0008 --by alice --reason counted");

        assertThat(marked.code()).as(marked.err()).isZero();
        assertThat(installation.run("list").out()).contains("succeeded", "marked done by alice: counted");
        assertThat(installation.run("show 0008").out()).contains("marked done by alice: counted");
        assertThat(installation.run("history 0008").out()).contains("e0 marked done by alice: counted");
        assertThat(installation.run("mark-done 0008 --reason again").code()).isEqualTo(3);
        assertThat(installation.run("run 0008").code()).isEqualTo(3);

        Said back = installation.run("rollback 0008 --reason mistaken");

        assertThat(back.code()).as(back.err()).isZero();
        assertThat(back.out()).contains("ROLLED BACK");
        assertThat(installation.run("history 0008").out()).contains("mark taken back by bob@here: mistaken");
        assertThat(installation.run("run 0008").out()).contains("QUEUED");
        assertThat(installation.run("mark-done 0008 --reason early").err()).contains("it is queued. Stop it first");
        assertThat(installation
                        .store()
                        .runs()
                        .newest(Installation.OTHER)
                        .orElseThrow()
                        .state())
                .isEqualTo(RunState.QUEUED);
    }

    @Test
    void whatCannotBeRunYetSaysWhy() {
        installation.withVersions();

        assertThat(installation.run("list").out()).contains("blocked", "after 0008 (never run)");
        assertThat(installation.run("show 0007").out())
                .contains("0007_events_sorting_key   BLOCKED")
                .contains("for app    1.45.0 to 1.47.9")
                .contains("blocked    after 0008_sessions_engine (never run)")
                .contains("you can    show 0008_sessions_engine");
        assertThat(installation.run("show 0007 --output json").out())
                .contains("\"versionThrough\" : \"1.47.9\"", "\"kind\" : \"BLOCKED\"");
    }
}
