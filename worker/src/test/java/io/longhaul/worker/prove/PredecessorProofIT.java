package io.longhaul.worker.prove;

import static io.longhaul.local.service.Kind.CLICKHOUSE;
import static io.longhaul.local.service.Kind.POSTGRES;
import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.config.ServiceUrl;
import io.longhaul.common.migration.Checksum;
import io.longhaul.common.migration.Definition;
import io.longhaul.common.migration.Engine;
import io.longhaul.common.migration.Functions;
import io.longhaul.common.migration.Migration;
import io.longhaul.local.junit.LocalServices;
import io.longhaul.worker.predecessor.PersonByVersion;
import io.longhaul.worker.prove.Report.Result;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * The predecessor's migrations, killed at every boundary of every statement forward and backward, and made to fail in
 * every statement. Two proofs go on side by side: each waits for databases most of the time.
 */
@Tag("long")
class PredecessorProofIT {

    private static final List<String> MIGRATIONS = List.of(
            "0005_persons_on_events",
            "0004_person_by_version",
            "0007_move_old_partitions",
            "0002_fill_person_distinct_id2",
            "0006_indexes_for_materialized_columns");

    /** Half of all boundaries, and more time than the rest of this module's tests. */
    private static final List<String> LONG_ONES = List.of("0001_events_sample_by", "0003_replacing_engines");

    private static final int SIDE_BY_SIDE = 2;

    @RegisterExtension
    static final LocalServices services = LocalServices.with(POSTGRES, CLICKHOUSE);

    private static final ExecutorService provers = Executors.newFixedThreadPool(SIDE_BY_SIDE);
    private static final Map<String, Future<Report>> proofs = new HashMap<>();

    @BeforeAll
    static void begin() {
        begin(MIGRATIONS);
    }

    private static void begin(List<String> ids) {
        for (String id : ids) {
            proofs.put(id, provers.submit(() -> Proof.of(task(id), new NobodyListens(), System::nanoTime)));
        }
    }

    @AfterAll
    static void end() {
        provers.shutdownNow();
    }

    @ParameterizedTest
    @FieldSource("MIGRATIONS")
    void whereverItsWorkerDiesOrAStatementFailsItEndsAsItShould(String id) throws Exception {
        assertEndsAsItShould(id);
    }

    @Test
    void whereverTheWorkersOfTheLongOnesDieTheyEndAsTheyShould() throws Exception {
        begin(LONG_ONES);
        for (String id : LONG_ONES) {
            assertEndsAsItShould(id);
        }
        assertThat(rounds(LONG_ONES)).isGreaterThan(150);
    }

    private static void assertEndsAsItShould(String id) throws Exception {
        Report report = Objects.requireNonNull(proofs.get(id)).get();

        assertThat(ProofView.of(report).findings())
                .as(String.join("\n", ProofPage.lines(report)))
                .isEmpty();
        assertThat(report.tried()).extracting(Report.Tried::result).contains(Result.OK);
    }

    /** Lest a change to the machinery leaves boundaries out and nobody sees it. */
    @Test
    void everyBoundaryWasTried() throws Exception {
        assertThat(rounds(MIGRATIONS)).isGreaterThan(150);
    }

    private static int rounds(List<String> ids) throws Exception {
        int rounds = 0;
        for (String id : ids) {
            rounds += Objects.requireNonNull(proofs.get(id)).get().tried().size();
        }
        return rounds;
    }

    private static Task task(String id) {
        Path file = directory().resolve(id + ".yaml");
        Given given = id.equals("0004_person_by_version")
                ? new Given(directory().resolve(id + ".jar"), inJava())
                : Given.find(file.toString(), Optional.empty());
        List<Setup> setups = Stream.of(Engine.CLICKHOUSE, Engine.POSTGRES)
                .flatMap(engine -> given.setup(engine, Optional.empty()).stream())
                .toList();
        Place place = new Place(
                Optional.of(ServiceUrl.parse(services.freshClickHouseUrl(), List.of("http"))),
                ServiceUrl.parse(services.freshPostgresUrl(), List.of("postgresql")));
        return new Task(given.file(), given.definition(), Map.of(), place, setups, false, false);
    }

    private static Definition inJava() {
        PersonByVersion java = new PersonByVersion();
        Migration migration = java.migration();
        return new Definition(
                migration, Checksum.of(migration.toString()), "", new Functions(java.actions(), java.conditions()));
    }

    private static Path directory() {
        try {
            return Path.of(Objects.requireNonNull(PredecessorProofIT.class.getResource("/predecessor"))
                    .toURI());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static final class NobodyListens implements Audience {

        @Override
        public void hear(String sentence) {}

        @Override
        public void reached(int round, int of, Optional<Duration> left) {}
    }
}
