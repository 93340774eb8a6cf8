package io.longhaul.common.definition;

import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.migration.Query;
import io.longhaul.common.migration.ServiceRequirement;
import io.longhaul.common.version.VersionRequirement;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServiceMistakesTest {

    private static final String COMPARISONS = "write comparisons such as \">=24.8\" or \">=24.8 <26\"";

    @Test
    void knownServicesAreAskedByThemselvesAndOthersByAQuery() {
        String services = "{ clickhouse: \">=24.8 <26\", kafka: { clickhouse: SELECT v FROM k, range: \">=3.0\" } }";

        assertThat(Written.definition(text(services)).migration().services())
                .containsExactly(
                        new ServiceRequirement("clickhouse", Optional.empty(), new VersionRequirement(">=24.8 <26")),
                        new ServiceRequirement(
                                "kafka",
                                Optional.of(Query.onClickHouse("SELECT v FROM k")),
                                new VersionRequirement(">=3.0")));
    }

    @Test
    void aNumberWithoutQuotesIsShownInQuotesAndWithWhatItLacks() {
        assertSaid(
                "{ clickhouse: 24.10 }",
                "2:25: 'clickhouse' is the number 24.10, which YAML reads as 24.1;"
                        + " write it as text, in quotes: \"24.10\", and " + COMPARISONS);
    }

    @Test
    void aRequirementThatIsNone() {
        assertSaid("{ redis: latest }", "2:20: 'redis' is 'latest'; " + COMPARISONS);
        assertSaid("{ kafka: { clickhouse: SELECT 1, range: \"3\" } }", "2:51: 'range' is '3'; " + COMPARISONS);
    }

    @Test
    void aServiceThatIsNotKnownNeedsAQuery() {
        assertSaid(
                "{ redsi: \">=6\" }",
                "2:20: 'redsi' is the text '>=6'; it takes a mapping,"
                        + " such as { clickhouse: \"SELECT version FROM kafka_brokers LIMIT 1\", range: \">=3.0\" }");
        assertSaid("{ kafka: { clickhouse: SELECT 1 } }", "2:20: 'range' is missing; add range: \">=3.0\"");
        assertSaid(
                "{ kafka: { clickhouse: DROP TABLE x, range: \">=3\" } }",
                "2:34: the query begins with DROP; write one that begins with SELECT or WITH");
    }

    private static void assertSaid(String services, String sentence) {
        assertThat(Written.problems(text(services))).containsExactly("0001_x.yaml:" + sentence);
    }

    private static String text(String services) {
        return "description: x\nservices: %s\noperations: [{ clickhouse: SELECT 1 }]\n".formatted(services);
    }
}
