package io.longhaul.common.store.jdbi;

import static io.longhaul.common.store.Presence.Health.AWAY;
import static io.longhaul.common.store.Presence.Health.OK;
import static io.longhaul.common.store.Presence.Kind.REAPER;
import static io.longhaul.common.store.Presence.Kind.WORKER;
import static io.longhaul.common.store.Presence.Service.RABBITMQ;
import static io.longhaul.common.store.Presence.Service.REDIS;
import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.store.Presence;
import io.longhaul.common.store.Presence.Member;
import io.longhaul.common.store.RunSearch.Seen;
import io.longhaul.common.store.RunSearch.Vitals;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PresenceIT {

    private static final Member WORKER_1 = new Member("w-1", WORKER, "db2", 4711);
    private static final Member REAPER_1 = new Member("r-1", REAPER, "app1", 12);

    @RegisterExtension
    static final FreshStore fresh = new FreshStore();

    private final JdbiStore store = fresh.store();
    private final Presence presence = store.presence();

    @Test
    void whoHasArrivedIsSeenThoseThatBeatLastFirst() {
        presence.arrive(WORKER_1);
        presence.arrive(REAPER_1);
        presence.beat("w-1", Map.of(REDIS, OK, RABBITMQ, AWAY));

        List<Seen> seen = vitals().members();

        assertThat(seen).extracting(Seen::member).containsExactly(WORKER_1, REAPER_1);
        assertThat(seen.get(0).services()).isEqualTo(Map.of(REDIS, OK, RABBITMQ, AWAY));
        assertThat(seen.get(1).services()).isEmpty();
        assertThat(seen.get(0).sinceBeat()).isLessThan(Duration.ofMinutes(1));
    }

    @Test
    void whoHasLeftIsSeenNoMore() {
        presence.arrive(WORKER_1);
        presence.leave("w-1");

        assertThat(vitals().members()).isEmpty();
    }

    @Test
    void anArrivalWhoseAnswerWasLostIsOne() {
        presence.arrive(WORKER_1);
        presence.arrive(WORKER_1);

        assertThat(vitals().members()).hasSize(1);
    }

    @Test
    void whoHasBeenSilentForADayIsForgotten() {
        presence.arrive(WORKER_1);
        set("beat_at = now() - interval '90 seconds'");
        assertThat(vitals().members().get(0).sinceBeat()).isBetween(Duration.ofSeconds(90), Duration.ofSeconds(120));

        set("beat_at = now() - interval '25 hours'");
        assertThat(vitals().members()).isEmpty();
    }

    @Test
    void wordsOfANewerVersionAreLeftOut() {
        presence.arrive(WORKER_1);
        set("services = '{\"REDIS\": \"OK\", \"KAFKA\": \"OK\", \"RABBITMQ\": \"SLOW\"}'");

        assertThat(vitals().members().get(0).services()).isEqualTo(Map.of(REDIS, OK));
    }

    @Test
    void wakeUpsThatTheBrokerHasNotConfirmedAreCounted() {
        fresh.runs().queued("0001_a");
        fresh.runs().queued("0002_b");
        store.outbox().published(store.outbox().waiting(Duration.ZERO, 1).get(0).id());

        assertThat(vitals().outbox()).isEqualTo(1);
    }

    private Vitals vitals() {
        return store.search().vitals();
    }

    private static void set(String assignment) {
        fresh.sql().useHandle(handle -> handle.execute("UPDATE process SET " + assignment));
    }
}
