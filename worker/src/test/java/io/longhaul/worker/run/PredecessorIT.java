package io.longhaul.worker.run;

import static io.longhaul.local.service.Kind.CLICKHOUSE;
import static io.longhaul.local.service.Kind.POSTGRES;
import static io.longhaul.local.service.Kind.REDIS;
import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.run.RunState;
import io.longhaul.local.junit.LocalServices;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for all of the predecessor's migrations; {@code src/test/resources/predecessor} has them. */
@Tag("slow")
class PredecessorIT {

    @RegisterExtension
    static final LocalServices services = LocalServices.with(POSTGRES, REDIS, CLICKHOUSE);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0001_events_sample_by",
                "0002_fill_person_distinct_id2",
                "0003_replacing_engines",
                "0004_person_by_version",
                "0005_persons_on_events",
                "0006_indexes_for_materialized_columns",
                "0007_move_old_partitions"
            })
    void itIsRequiredUntilItIsDoneAndTakenBackItLeavesEverythingAsItWas(String id) {
        try (Installation product = new Installation(services, id)) {
            Map<String, String> before = product.everything();
            assertThat(product.isRequired()).isTrue();

            assertThat(product.run()).as(product::reason).isEqualTo(RunState.SUCCEEDED);

            assertThat(product.errors()).isEmpty();
            assertThat(product.isRequired()).isFalse();
            assertThat(product.everything()).isNotEqualTo(before);

            assertThat(product.rolledBack()).as(product::reason).isEqualTo(RunState.ROLLED_BACK);

            assertThat(product.everything()).isEqualTo(before);
            assertThat(product.isRequired()).isTrue();
        }
    }
}
