package io.longhaul.common.store.jdbi;

import static io.longhaul.common.store.jdbi.Runs.definition;
import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.migration.Checksum;
import io.longhaul.common.migration.CrashRule;
import io.longhaul.common.migration.Definition;
import io.longhaul.common.migration.Handling;
import io.longhaul.common.migration.Migration;
import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.migration.Parameter;
import io.longhaul.common.migration.ParameterType;
import io.longhaul.common.migration.SqlOperation;
import io.longhaul.common.run.RunState;
import io.longhaul.common.run.WorkerId;
import io.longhaul.common.store.RunSearch.Registered;
import io.longhaul.common.store.RunSearch.Required;
import io.longhaul.common.store.RunSearch.Terms;
import io.longhaul.common.store.Shipping;
import io.longhaul.common.version.Version;
import io.longhaul.common.version.VersionRange;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CatalogIT {

    private static final WorkerId ONE = new WorkerId("w-1");
    private static final WorkerId TWO = new WorkerId("w-2");

    @RegisterExtension
    static final FreshStore fresh = new FreshStore();

    private final JdbiStore store = fresh.store();

    @BeforeEach
    void arrive() {
        fresh.runs().arrive(ONE);
        fresh.runs().arrive(TWO);
    }

    @Test
    void whatAWorkerShipsWithIsFoundWithItsText() {
        register(ONE, definition("0001_a", "description: ä \"quoted\"\n"));

        assertThat(store.search().registered(new MigrationId("0001_a")))
                .contains(new Registered(
                        new MigrationId("0001_a"),
                        "About 0001_a",
                        "description: ä \"quoted\"\n",
                        List.of(),
                        new Shipping(
                                true,
                                Set.of(definition("0001_a", "description: ä \"quoted\"\n")
                                        .checksum()))));
        assertThat(store.search().registered(new MigrationId("0002_b"))).isEmpty();
        assertThat(shipped())
                .containsExactly("w-1 0001_a "
                        + definition("0001_a", "description: ä \"quoted\"\n").checksum());
    }

    @Test
    void whatCannotBeTakenBackIsKnownBeforeAnyRun() {
        SqlOperation copy =
                new SqlOperation("copy", List.of("SELECT 1"), Optional.empty(), List.of(), Optional.empty());
        SqlOperation drop = new SqlOperation(
                "drop the old table",
                List.of("SELECT 2"),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Handling.of(CrashRule.RESUME).withoutReturn());
        MigrationId id = new MigrationId("0001_a");
        Migration migration = new Migration(id, "About it", Optional.empty(), List.of(), List.of(copy, drop));
        register(ONE, new Definition(migration, Checksum.of("one way"), "one way"));

        assertThat(store.search().registered(id)).map(Registered::irreversible).contains(List.of("drop the old table"));
        assertThat(store.search().overview().get(0).registered().irreversible()).containsExactly("drop the old table");
    }

    @Test
    void whenAMigrationMayBeRunIsKnownWithItsText() {
        VersionRange versions =
                new VersionRange(Optional.of(new Version("1.45.0")), Optional.of(new Version("1.47.9")));
        List<MigrationId> after = List.of(new MigrationId("0000_z"), new MigrationId("0001_a"));
        Migration plain = definition("0002_b", "first").migration();
        Migration migration = Migration.of(
                        plain.id().value(),
                        plain.description(),
                        plain.operations().get(0))
                .versions(versions)
                .after("0000_z", "0001_a")
                .build();
        register(ONE, new Definition(migration, Checksum.of("first"), "first"));

        Terms terms = store.search().registered(plain.id()).orElseThrow().terms();

        assertThat(terms).isEqualTo(new Terms(versions, after, Optional.empty()));
        assertThat(store.search().overview().get(0).registered().terms()).isEqualTo(terms);
    }

    @Test
    void whatMayBeChosenIsKnownWithoutItsText() {
        Parameter mode = new Parameter(
                "mode",
                ParameterType.ENUM,
                Optional.of("fast"),
                Optional.of("how \"gently\""),
                Optional.empty(),
                Optional.empty(),
                List.of("fast", "gentle"));
        Parameter keep = new Parameter(
                "keep",
                ParameterType.DURATION,
                Optional.empty(),
                Optional.empty(),
                Optional.of("1h"),
                Optional.of("14d"),
                List.of());
        Migration migration = Migration.of(
                        "0001_a",
                        "About it",
                        definition("0001_a", "x").migration().operations().get(0))
                .parameters(mode, keep)
                .build();
        register(ONE, new Definition(migration, Checksum.of("in Java"), ""));

        assertThat(store.search()
                        .registered(new MigrationId("0001_a"))
                        .orElseThrow()
                        .parameters())
                .containsExactly(mode, keep);
        assertThat(store.search().overview().get(0).registered().parameters()).containsExactly(mode, keep);
    }

    @Test
    void whatADefinitionAnsweredIsForgottenWithIt() {
        Definition first = definition("0001_a", "first");
        register(ONE, first);
        store.catalog().requiredHere(ONE, first);
        register(TWO, first);
        assertThat(required()).map(Required::here).contains(true);

        register(TWO, definition("0001_a", "second"));

        assertThat(required()).isEmpty();
        // A worker of the version before was slow to ask.
        assertThat(store.catalog().notRequiredHere(ONE, first, "nothing to do")).isFalse();
        store.catalog().requiredHere(ONE, first);
        assertThat(required()).isEmpty();
        assertThat(store.runs().newest(new MigrationId("0001_a"))).isEmpty();
    }

    @Test
    void ofManyWhoFindAtOnceThatThereIsNothingToDoOneCompletesTheMigration() throws Exception {
        Definition definition = definition("0001_a", "first");
        register(ONE, definition);
        try (AtOnce atOnce = new AtOnce()) {
            assertThat(atOnce.times(8, () -> store.catalog().notRequiredHere(ONE, definition, "nothing to do")))
                    .containsOnlyOnce(true);
        }
        assertThat(store.search().runs("")).hasSize(1);
        assertThat(store.runs().newest(new MigrationId("0001_a")).orElseThrow().state())
                .isEqualTo(RunState.NOT_REQUIRED);
    }

    private Optional<Required> required() {
        return store.search()
                .registered(new MigrationId("0001_a"))
                .orElseThrow()
                .terms()
                .required();
    }

    @Test
    void registeringTheSameAgainChangesNothing() {
        register(ONE, definition("0001_a", "first"));
        List<String> before = migrations();

        register(ONE, definition("0001_a", "first"));
        register(TWO, definition("0001_a", "first"));

        assertThat(migrations()).isEqualTo(before);
        assertThat(shipped()).hasSize(2);
    }

    @Test
    void aChangedDefinitionReplacesTheOlderOne() {
        register(ONE, definition("0001_a", "first"), definition("0002_b", "untouched"));

        register(TWO, definition("0001_a", "second"));

        assertThat(store.search()
                        .registered(new MigrationId("0001_a"))
                        .orElseThrow()
                        .source())
                .isEqualTo("second");
        assertThat(store.search()
                        .registered(new MigrationId("0002_b"))
                        .orElseThrow()
                        .source())
                .isEqualTo("untouched");
        assertThat(shipped())
                .containsExactlyInAnyOrder(
                        "w-1 0001_a " + definition("0001_a", "first").checksum(),
                        "w-1 0002_b " + definition("0002_b", "untouched").checksum(),
                        "w-2 0001_a " + definition("0001_a", "second").checksum());
    }

    @Test
    void aChangeThatTheTextDoesNotShowReplacesTheOlderOneToo() {
        Definition first = definition("0001_a", "same text");
        Definition second = new Definition(
                first.migration(), definition("0001_a", "other code").checksum(), first.source());
        register(ONE, first);

        register(ONE, second);

        assertThat(migrations())
                .singleElement()
                .asString()
                .contains(second.checksum().value());
    }

    @Test
    void aWorkerWithoutMigrationsRegistersNone() {
        register(ONE);

        assertThat(migrations()).isEmpty();
    }

    @Test
    void twoWorkersThatStartAtOnceWithTheirMigrationsInOppositeOrderDoNotBlockEachOther() throws Exception {
        try (AtOnce atOnce = new AtOnce()) {
            for (int round = 0; round < 50; round++) {
                String text = "round " + round;
                List<Definition> up = IntStream.range(0, 20)
                        .mapToObj(i -> definition("%04d_m".formatted(i), text))
                        .toList();
                List<Definition> down = new ArrayList<>(up);
                Collections.reverse(down);

                atOnce.all(List.of(() -> registered(ONE, up), () -> registered(TWO, down)));
            }
        }
        assertThat(migrations()).hasSize(20);
        assertThat(shipped()).hasSize(40);
    }

    private boolean registered(WorkerId worker, List<Definition> definitions) {
        store.catalog().register(worker, definitions);
        return true;
    }

    private void register(WorkerId worker, Definition... definitions) {
        store.catalog().register(worker, List.of(definitions));
    }

    private static List<String> migrations() {
        return rows("SELECT CAST(m AS text) FROM migration m ORDER BY id");
    }

    private static List<String> shipped() {
        return rows("SELECT worker || ' ' || migration || ' ' || checksum FROM shipped ORDER BY worker, migration");
    }

    private static List<String> rows(String query) {
        return fresh.sql()
                .withHandle(handle -> handle.select(query).mapTo(String.class).list());
    }
}
