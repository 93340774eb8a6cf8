package io.longhaul.common.store.jdbi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.longhaul.common.run.Hold;
import io.longhaul.common.run.RunId;
import io.longhaul.common.store.RunSearch;
import io.longhaul.common.store.RunSearch.Details;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Instants and ages, on machines whose time zone is not UTC. */
class RunTimesIT {

    @RegisterExtension
    static final FreshStore fresh = new FreshStore();

    private final JdbiStore store = fresh.store();
    private final RunSearch search = store.search();
    private final Runs runs = fresh.runs();

    @Test
    void instantsAreRightInATimeZoneThatIsNotUtc() {
        assertThat(TimeZone.getDefault().getID()).isEqualTo("Pacific/Chatham");
        Instant before = Instant.now();
        Hold hold = runs.running("0001_a");
        runs.attempt(hold, 1, 0);

        Details details = details(hold.run());

        for (Instant instant : List.of(
                details.run().askedAt(),
                details.run().startedAt().orElseThrow(),
                details.run().changedAt(),
                details.run().beatAt().orElseThrow(),
                details.last().orElseThrow().begunAt(),
                store.events().of(hold.run()).get(0).at())) {
            assertThat(instant).isCloseTo(before, within(30, ChronoUnit.SECONDS));
        }
    }

    @Test
    void agesAreRightToTheSecondAlsoOverTheHourThatClocksRepeat() {
        Hold hold = runs.running("0001_a");
        Duration asked = Duration.ofDays(200).plusSeconds(7);
        fresh.sql().useHandle(handle -> handle.execute("""
                        UPDATE run SET asked_at = now() - make_interval(secs => 200 * 86400 + 7),
                                       changed_at = now() - interval '7804 seconds', beat_at = now() - interval '1 second'"""));

        Details details = details(hold.run());

        assertThat(details.sinceAsked()).isBetween(asked, asked.plusSeconds(30));
        assertThat(details.inState()).isBetween(Duration.ofSeconds(7804), Duration.ofSeconds(7834));
        assertThat(details.sinceBeat().orElseThrow()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(31));
        assertThat(search.overview().get(0).inState().orElseThrow())
                .isBetween(Duration.ofSeconds(7804), Duration.ofSeconds(7834));

        // On Chatham, clocks went back from 3:45 to 2:45 on 5 April 2026, at 14:00 UTC.
        for (String instant : List.of("2026-04-04T13:30:00.123456Z", "2026-04-04T14:30:00.123456Z")) {
            fresh.sql()
                    .useHandle(handle -> handle.execute("UPDATE run SET asked_at = CAST(? AS timestamptz)", instant));
            assertThat(details(hold.run()).run().askedAt()).isEqualTo(instant);
        }
    }

    @Test
    void aClockThatWasSetBackMakesNoAgeNegative() {
        Hold hold = runs.claimed("0001_a");
        fresh.sql().useHandle(handle -> handle.execute("UPDATE run SET beat_at = now() + interval '1 hour'"));

        assertThat(details(hold.run()).sinceBeat()).contains(Duration.ZERO);
    }

    private Details details(RunId run) {
        return search.details(run).orElseThrow();
    }
}
