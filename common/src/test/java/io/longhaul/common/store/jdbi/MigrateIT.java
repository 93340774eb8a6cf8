package io.longhaul.common.store.jdbi;

import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.config.ServiceUrl;
import io.longhaul.local.junit.LocalServices;
import io.longhaul.local.service.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("slow")
class MigrateIT {

    @RegisterExtension
    static final LocalServices services = LocalServices.with(Kind.POSTGRES);

    @Test
    void fourProgramsThatStartAtOnceOnAnEmptyDatabaseMakeOneSetOfTables() throws Exception {
        try (AtOnce atOnce = new AtOnce()) {
            for (int round = 0; round < 5; round++) {
                ServiceUrl url = FreshStore.parse(services.freshPostgresUrl());
                List<Callable<Boolean>> programs = new ArrayList<>();
                for (int program = 0; program < 4; program++) {
                    JdbiStore store = JdbiStore.brief(url, FreshStore.TIMERS, "program " + program);
                    programs.add(() -> {
                        store.migrate();
                        return store.search().overview().isEmpty();
                    });
                }

                assertThat(atOnce.all(programs)).containsOnly(true);
                assertThat(rows(url, "SELECT version FROM flyway_schema_history WHERE version IS NOT NULL"))
                        .containsExactly("1");
            }
        }
    }

    @Test
    void aSecondTimeChangesNothing() {
        ServiceUrl url = FreshStore.parse(services.freshPostgresUrl());
        try (JdbiStore store = JdbiStore.brief(url, FreshStore.TIMERS, "test")) {
            store.migrate();
            new Runs(store, FreshStore.besides(url)).queued("0001_a");
            List<String> before = everything(url);

            store.migrate();

            assertThat(everything(url)).isEqualTo(before).isNotEmpty();
        }
    }

    @Test
    void allTablesAreInASchemaOfTheirOwn() {
        ServiceUrl url = FreshStore.parse(services.freshPostgresUrl());
        try (JdbiStore store = JdbiStore.brief(url, FreshStore.TIMERS, "test")) {
            store.migrate();

            assertThat(
                            rows(
                                    url,
                                    "SELECT DISTINCT table_schema FROM information_schema.tables WHERE table_schema <> 'pg_catalog' AND table_schema <> 'information_schema'"))
                    .containsExactly("longhaul");
        }
    }

    @Test
    void migrationsAreInTheOrderOfTheirBytesWhateverTheLanguageOfTheDatabase() {
        ServiceUrl other = FreshStore.parse(services.freshPostgresUrl());
        FreshStore.besides(other)
                .useHandle(handle ->
                        handle.execute("CREATE DATABASE %s_en TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'en-US'"
                                .formatted(other.path())));
        ServiceUrl english = new ServiceUrl(
                other.scheme(),
                other.user(),
                other.password(),
                other.host(),
                other.port(),
                other.path() + "_en",
                other.options());
        try (JdbiStore store = JdbiStore.brief(english, FreshStore.TIMERS, "test")) {
            store.migrate();
            new Runs(store, FreshStore.besides(english)).register("a_b", "B", "a-c", "a.a");

            assertThat(store.search().migrations("")).hasToString("[B, a-c, a.a, a_b]");
            assertThat(store.search().overview())
                    .extracting(line -> line.registered().migration().value())
                    .containsExactly("B", "a-c", "a.a", "a_b");
        }
    }

    private static List<String> everything(ServiceUrl url) {
        return rows(
                url, "SELECT CAST(h AS text) FROM flyway_schema_history h UNION ALL SELECT CAST(r AS text) FROM run r");
    }

    private static List<String> rows(ServiceUrl url, String query) {
        return FreshStore.besides(url)
                .withHandle(handle -> handle.select(query).mapTo(String.class).list());
    }
}
