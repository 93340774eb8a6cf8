package io.longhaul.common.gate;

import static io.longhaul.local.service.Kind.POSTGRES;
import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.config.ServiceUrl;
import io.longhaul.common.config.Timers;
import io.longhaul.common.gate.UpgradeGate.Cause;
import io.longhaul.common.gate.UpgradeGate.Look;
import io.longhaul.common.migration.Checksum;
import io.longhaul.common.migration.Definition;
import io.longhaul.common.migration.Migration;
import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.migration.SqlOperation;
import io.longhaul.common.run.WorkerId;
import io.longhaul.common.store.Controls.By;
import io.longhaul.common.store.Presence.Kind;
import io.longhaul.common.store.Presence.Member;
import io.longhaul.common.store.jdbi.JdbiStore;
import io.longhaul.common.version.Version;
import io.longhaul.local.junit.LocalServices;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UpgradeGateIT {

    @RegisterExtension
    static final LocalServices services = LocalServices.with(POSTGRES);

    private static final MigrationId ID = new MigrationId("0007_events_sorting_key");

    @Test
    void aProductThatStartsLearnsWhatIsDueAndWhenItIsDone() {
        String url = services.freshPostgresUrl();
        try (JdbiStore store = store(url)) {
            store.migrate();
            store.presence().arrive(new Member("w-1", Kind.WORKER, "db1", 1, Optional.of(new Version("1.46.2"))));
            store.catalog().register(new WorkerId("w-1"), List.of(definition()));

            Look due = UpgradeGate.look(url, "1.48.0");

            assertThat(due.isOpen()).isFalse();
            assertThat(due.sentence())
                    .isEqualTo("the data is not ready for 1.48.0: 0007_events_sorting_key is never run"
                            + " (longhaul run 0007_events_sorting_key)");
            assertThat(((Look.Known) due).report().application()).contains(new Version("1.46.2"));
            assertThat(UpgradeGate.look(url, "1.47.9").isOpen()).isTrue();

            store.presence().leave("w-1");
            store.controls().markDone(ID, new By("alice", "copied by hand"));

            assertThat(UpgradeGate.look(url, "1.48.0").isOpen()).isTrue();
            assertThat(UpgradeGate.look(url, "1.48.0").sentence()).isEqualTo("the data is ready for 1.48.0");
        }
    }

    @Test
    void aDatabaseOnWhichLonghaulNeverStartedIsAValueOfItsOwn() {
        assertThat(UpgradeGate.look(services.freshPostgresUrl(), "1.48.0"))
                .isInstanceOf(Look.NeverStarted.class)
                .matches(Look::isOpen);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "1.48", "v1.48.0", "next"})
    void aVersionThatIsNoneIsSaidSo(String version) {
        Look look = UpgradeGate.look(services.freshPostgresUrl(), version);

        assertThat(look.isOpen()).isFalse();
        assertThat(((Look.Unknown) look).cause()).isEqualTo(Cause.USAGE);
        assertThat(look.sentence()).contains("write all three numbers of a version");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not a url",
                "mysql://db1/longhaul",
                "postgresql://",
                "postgresql://db1:99999/longhaul",
                "postgresql://alice:s3cret@db1:5432/longhaul?nonsense=1"
            })
    void aUrlThatIsNoneIsSaidSoWithoutItsPassword(String url) {
        Look look = UpgradeGate.look(url, "1.48.0");

        assertThat(look.isOpen()).isFalse();
        assertThat(((Look.Unknown) look).cause()).isEqualTo(Cause.USAGE);
        assertThat(look.sentence()).doesNotContain("s3cret");
    }

    @Test
    void aPostgresThatIsAwayOrRefusesIsSaidSo() {
        ServiceUrl there = ServiceUrl.parse(services.freshPostgresUrl(), List.of("postgresql"));
        for (String url : List.of(
                "postgresql://alice:s3cret@127.0.0.1:1/longhaul",
                "postgresql://nobody:s3cret@%s:%d/longhaul".formatted(there.host(), there.port()),
                "postgresql://%s@%s:%d/no_such_database"
                        .formatted(there.user().orElse("postgres"), there.host(), there.port()))) {

            Look look = UpgradeGate.look(url, "1.48.0");

            assertThat(((Look.Unknown) look).cause()).as(url).isEqualTo(Cause.AWAY);
            assertThat(look.sentence()).startsWith("PostgreSQL at ").doesNotContain("s3cret");
        }
    }

    private static JdbiStore store(String url) {
        return JdbiStore.brief(ServiceUrl.parse(url, List.of("postgresql")), Timers.DEFAULTS, "test");
    }

    private static Definition definition() {
        SqlOperation operation =
                new SqlOperation("copy", List.of("SELECT 1"), Optional.empty(), List.of(), Optional.empty());
        Migration migration = Migration.of(ID.value(), "For a test", operation)
                .versions("1.45.0", "1.47.9")
                .build();
        return new Definition(migration, Checksum.of("x"), "x");
    }
}
