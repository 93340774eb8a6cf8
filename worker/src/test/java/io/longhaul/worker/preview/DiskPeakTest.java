package io.longhaul.worker.preview;

import static io.longhaul.common.definition.sql.Footprint.FREES;
import static io.longhaul.common.definition.sql.Footprint.NONE;
import static io.longhaul.common.definition.sql.Footprint.UNKNOWN;
import static io.longhaul.common.definition.sql.Footprint.WRITES;
import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.report.CostReport.Amount;
import io.longhaul.worker.preview.DiskPeak.Write;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DiskPeakTest {

    @Test
    void whatIsWrittenUntilSomethingIsDroppedAddsUp() {
        assertThat(DiskPeak.of(List.of(drop(), link(), write(5), link(), write(7), drop())))
                .isEqualTo(new Amount(12, true));
    }

    @Test
    void howMuchADropGivesBackNobodyKnowsSoAfterItTheRestIsAtLeast() {
        assertThat(DiskPeak.of(List.of(write(5), drop(), write(7), drop()))).isEqualTo(new Amount(7, false));
    }

    @Test
    void whatIsUnknownMakesItAtLeast() {
        assertThat(DiskPeak.of(List.of(write(5), new Write(UNKNOWN, Optional.empty()))))
                .isEqualTo(new Amount(5, false));
        assertThat(DiskPeak.of(List.of(new Write(WRITES, Optional.empty())))).isEqualTo(new Amount(0, false));
    }

    private static Write write(long bytes) {
        return new Write(WRITES, Optional.of(bytes));
    }

    private static Write drop() {
        return new Write(FREES, Optional.of(0L));
    }

    private static Write link() {
        return new Write(NONE, Optional.of(0L));
    }
}
