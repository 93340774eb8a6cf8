package io.longhaul.dispatcher.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.dispatcher.doctor.Finding;
import io.longhaul.dispatcher.doctor.Finding.Verdict;
import io.longhaul.dispatcher.fixture.Golden;
import java.util.List;
import org.junit.jupiter.api.Test;

class DoctorPageTest {

    private static final List<Finding> FINDINGS = List.of(
            new Finding("postgresql", "reachable", Verdict.OK, "db1:5432", "", false),
            new Finding(
                    "redis",
                    "reachable",
                    Verdict.PROBLEM,
                    "Redis at cache1:6379 does not answer: Connection refused",
                    "start it, or set LONGHAUL_REDIS_URL right; runs at work go on, others wait to start",
                    true),
            new Finding(
                    "rabbitmq",
                    "dead letters",
                    Verdict.WARNING,
                    "1 message that nobody could read",
                    "look into queue longhaul.dead for who sent them, then purge it; no run is lost",
                    false),
            new Finding("w-7f3", "clickhouse disk", Verdict.OK, "default: 412 GiB free of 2 TiB", "", false));

    @Test
    void theWorstComesFirstAndSaysWhatToDo() {
        String drawn = new DoctorPage(FINDINGS).draw(120, false);

        Golden.assertMatches("doctor.txt", drawn);
        assertThat(drawn.lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(120));
    }

    @Test
    void findingsAreJsonForPrograms() {
        Golden.assertMatches("doctor.json", Json.document(DoctorView.of(FINDINGS)));
    }

    @Test
    void coloursAreForTerminals() {
        assertThat(new DoctorPage(FINDINGS).draw(120, true)).contains("\u001b[1;31mPROBLEM");
        assertThat(new DoctorPage(FINDINGS).draw(120, false)).doesNotContain("\u001b");
    }
}
