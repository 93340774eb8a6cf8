package io.longhaul.worker;

import static io.longhaul.local.service.Kind.CLICKHOUSE;
import static io.longhaul.local.service.Kind.POSTGRES;
import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.local.junit.LocalServices;
import io.longhaul.worker.Proving.Said;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The example that people see first: killed before and after each statement of a rebuild, forward and backward. */
@Tag("long")
class ProveRebuildIT {

    @RegisterExtension
    static final LocalServices services = LocalServices.with(POSTGRES, CLICKHOUSE);

    @Test
    void theExampleIsProvedWhereverItsWorkerDies() {
        Proving proving = new Proving(
                Path.of("../deploy/examples/migrations"), services.freshClickHouseUrl(), services.freshPostgresUrl());

        Said said = proving.said("0001");

        assertThat(said.err()).as(said.out()).contains("proved: 0001_events_sorting_key ends as it should");
        assertThat(said.out()).doesNotContain("FAILED", "→", "did not come to pass");
        assertThat(said.code()).isZero();
        assertThat(rounds(said)).as(said.err()).isGreaterThan(30);
    }

    private static int rounds(Said said) {
        return Integer.parseInt(said.err().replaceAll("(?s).*however it was disturbed in (\\d+) runs.*", "$1"));
    }
}
