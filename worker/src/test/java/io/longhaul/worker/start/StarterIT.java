package io.longhaul.worker.start;

import static io.longhaul.local.service.Kind.CLICKHOUSE;
import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.config.ServiceUrl;
import io.longhaul.common.migration.Checksum;
import io.longhaul.common.migration.Definition;
import io.longhaul.common.migration.Engine;
import io.longhaul.common.migration.Migration;
import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.migration.Operation;
import io.longhaul.common.migration.Query;
import io.longhaul.common.migration.ServiceRequirement;
import io.longhaul.common.migration.SqlCheck;
import io.longhaul.common.migration.SqlOperation;
import io.longhaul.common.run.Direction;
import io.longhaul.common.run.Failure;
import io.longhaul.common.run.Run;
import io.longhaul.common.run.RunState;
import io.longhaul.common.version.Version;
import io.longhaul.common.version.VersionRange;
import io.longhaul.common.version.VersionRequirement;
import io.longhaul.local.junit.LocalServices;
import io.longhaul.worker.start.Starter.Verdict;
import io.longhaul.worker.target.Targets;
import io.longhaul.worker.target.clickhouse.ClickHouseTarget;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StarterIT {

    @RegisterExtension
    static final LocalServices services = LocalServices.with(CLICKHOUSE);

    private static final VersionRange RANGE =
            new VersionRange(Optional.of(new Version("1.45.0")), Optional.of(new Version("1.47.9")));

    private static final MigrationId EARLIER = new MigrationId("0000_earlier");

    private ClickHouseTarget target;
    private Optional<Run> newest = Optional.empty();
    private String earlierRequired = "SELECT 0";
    private List<ServiceRequirement> needs = List.of();

    @BeforeEach
    void connect() {
        target = new ClickHouseTarget(ServiceUrl.parse(services.freshClickHouseUrl(), List.of("http")));
    }

    @AfterEach
    void disconnect() {
        target.close();
    }

    @Test
    void aMigrationWhoseConditionsAllHoldGetsItsPlan() throws Exception {
        assertThat(look("1.46.0", "SELECT 1", "SELECT 1")).isInstanceOf(Verdict.Go.class);
    }

    @Test
    void everyReasonIsSaidAtOnceWithAQuestionThatHasNoAnswerAmongThem() throws Exception {
        earlierRequired = "SELECT 1";

        Verdict verdict = look("1.44.0", "SELECT nowhere", "SELECT 0");

        assertThat(((Verdict.Refused) verdict).failures())
                .extracting(Failure::code)
                .containsExactly("47", "version", "after", "precheck");
    }

    @Test
    void whereThereIsNothingToDoNoVersionIsWrong() throws Exception {
        assertThat(look("1.48.0", "SELECT 0", "SELECT 0")).isInstanceOf(Verdict.NotRequired.class);
    }

    @Test
    void thatThereIsNothingToDoCountsOnceWhatItComesAfterIsDone() throws Exception {
        earlierRequired = "SELECT 1";

        assertThat(((Verdict.Refused) look("1.48.0", "SELECT 0", "SELECT 0")).failures())
                .extracting(Failure::code)
                .containsExactly("after");
    }

    @Test
    void whatItComesAfterIsDoneWhenItsNewestRunIs() throws Exception {
        for (RunState state : RunState.values()) {
            newest = Optional.of(DependenciesTest.run(state, Direction.FORWARD));

            Verdict verdict = look("1.46.0", "SELECT 1", "SELECT 1");

            assertThat(verdict instanceof Verdict.Go).as(state.name()).isEqualTo(state.countsAsDone());
        }
    }

    @Test
    void whatItComesAfterAndWasNeverRunIsDoneWhereItIsNotRequired() throws Exception {
        earlierRequired = "SELECT 1";

        assertThat(((Verdict.Refused) look("1.46.0", "SELECT 1", "SELECT 1")).failures())
                .containsExactly(
                        new Failure(
                                "check",
                                "after",
                                "it comes after 0000_earlier, which has never been run; run it with: longhaul run 0000_earlier"));

        earlierRequired = "SELECT 0";

        assertThat(look("1.46.0", "SELECT 1", "SELECT 1")).isInstanceOf(Verdict.Go.class);
    }

    @Test
    void whatItComesAfterIsNotTakenForDoneWhenNobodyCanSay() throws Exception {
        earlierRequired = "SELECT nowhere";

        assertThat(((Verdict.Refused) look("1.46.0", "SELECT 1", "SELECT 1")).failures())
                .extracting(Failure::message)
                .singleElement()
                .asString()
                .startsWith(
                        "it comes after 0000_earlier, which has never been run, and its required check has no answer (")
                .endsWith("; run it with: longhaul run 0000_earlier");
    }

    @Test
    void servicesThatFitLetARunBegin() throws Exception {
        needs = List.of(
                need("clickhouse", ">=1"),
                need("redis", ">=6 <8"),
                new ServiceRequirement(
                        "kafka",
                        Optional.of(Query.onClickHouse("SELECT '3.6.1-IV0'")),
                        new VersionRequirement(">=3.0")));

        assertThat(look("1.46.0", "SELECT 1", "SELECT 1")).isInstanceOf(Verdict.Go.class);
    }

    @Test
    void everyServiceThatDoesNotFitOrCannotBeAskedIsNamed() throws Exception {
        needs = List.of(
                need("clickhouse", "<1"),
                need("redis", ">=8"),
                need("rabbitmq", ">=3.10"),
                new ServiceRequirement(
                        "kafka", Optional.of(Query.onClickHouse("SELECT nowhere")), new VersionRequirement(">=3.0")),
                new ServiceRequirement(
                        "zookeeper",
                        Optional.of(Query.onClickHouse("SELECT 1 WHERE 0")),
                        new VersionRequirement(">=3.0")),
                new ServiceRequirement(
                        "keeper", Optional.of(Query.onClickHouse("SELECT 'new'")), new VersionRequirement(">=3.0")));

        List<String> said = ((Verdict.Refused) look("1.46.0", "SELECT 1", "SELECT 1"))
                .failures().stream().map(Failure::message).toList();

        assertThat(said).hasSize(6);
        assertThat(said.get(0)).matches("clickhouse has version [0-9.]+, needed is <1");
        assertThat(said.get(1)).isEqualTo("redis has version 7.0.15, needed is >=8");
        assertThat(said.get(2))
                .isEqualTo("rabbitmq must have version >=3.10, and could not be asked for it:"
                        + " this worker does not know it");
        assertThat(said.get(3))
                .startsWith("kafka must have version >=3.0, and could not be asked for it: clickhouse 47: ");
        assertThat(said.get(4))
                .isEqualTo("zookeeper must have version >=3.0, and could not be asked for it:"
                        + " its query must return one row with one value");
        assertThat(said.get(5))
                .isEqualTo("keeper must have version >=3.0, and could not be asked for it:"
                        + " it says 'new', which is no version");
    }

    private static ServiceRequirement need(String service, String requirement) {
        return new ServiceRequirement(service, Optional.empty(), new VersionRequirement(requirement));
    }

    private Verdict look(String application, String required, String precheck) throws InterruptedException {
        Migration earlier =
                new Migration(EARLIER, "First", Optional.of(new SqlCheck(earlierRequired)), List.of(), operations());
        Migration migration = Migration.of("0001_x", "For a test", operations().get(0))
                .versions(RANGE)
                .after(EARLIER.value())
                .services(needs.toArray(new ServiceRequirement[0]))
                .required(new SqlCheck(required))
                .prechecks(new SqlCheck(precheck))
                .build();
        Dependencies dependencies = new Dependencies(any -> newest, any -> Optional.of(definition(earlier)));
        Targets targets = new Targets(Map.of(Engine.CLICKHOUSE, target));
        StartChecks checks = new StartChecks(
                targets, Optional.of(new Version(application)), dependencies, Map.of("redis", () -> "7.0.15"));
        return new Starter(checks, new Planning(targets)).look(definition(migration), Map.of());
    }

    private static List<Operation> operations() {
        return List.of(new SqlOperation("one", List.of("SELECT 1"), Optional.empty(), List.of(), Optional.empty()));
    }

    private static Definition definition(Migration migration) {
        return new Definition(migration, Checksum.of("x"), "x");
    }
}
