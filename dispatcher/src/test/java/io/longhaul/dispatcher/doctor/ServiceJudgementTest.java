package io.longhaul.dispatcher.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.report.ClockOffset;
import io.longhaul.common.version.VersionRequirement;
import io.longhaul.dispatcher.doctor.Finding.Verdict;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceJudgementTest {

    @ParameterizedTest
    @CsvSource({
        "postgresql, 12.22,                 PROBLEM",
        "postgresql, 13.0,                  OK",
        "postgresql, 15.18 (Debian 15.18-1), OK",
        "redis,      5.0.14,                PROBLEM",
        "redis,      6.0.0,                 OK",
        "redis,      7.0.15,                OK",
        "rabbitmq,   3.9.29,                PROBLEM",
        "rabbitmq,   3.10.8,                OK",
        "rabbitmq,   4.3.1,                 OK",
        "rabbitmq,   5.0.0,                 PROBLEM",
        "clickhouse, 24.7.6.8,              PROBLEM",
        "clickhouse, 24.8.1.2684,           OK",
        "clickhouse, 26.7.3.1,              OK",
        "clickhouse, unknown,               WARNING"
    })
    void aVersionThatLonghaulIsNotMadeForIsAProblem(String service, String said, Verdict verdict) {
        assertThat(ServiceJudgement.version(service, said, requirement(service)).verdict())
                .isEqualTo(verdict);
    }

    private static VersionRequirement requirement(String service) {
        return switch (service) {
            case "postgresql" -> ServiceJudgement.POSTGRESQL;
            case "redis" -> ServiceJudgement.REDIS;
            case "rabbitmq" -> ServiceJudgement.RABBITMQ;
            default -> ServiceJudgement.CLICKHOUSE;
        };
    }

    @ParameterizedTest
    @CsvSource({
        "0,       0,     OK,      'as ours, within a second'",
        "-999,    0,     OK,      'as ours, within a second'",
        "4999,    0,     OK,      '4s ahead of ours'",
        "5000,    0,     WARNING, '5s ahead of ours'",
        "-7200000, 0,    WARNING, '2h00m behind ours'",
        // The question itself took so long that nobody knows.
        "6000,    2000,  OK,      '6s ahead of ours'"
    })
    void clocksThatAreSurelyApartAreWorthAWarning(long ahead, long give, Verdict verdict, String found) {
        Finding finding = ServiceJudgement.clock(
                "redis", new ClockOffset(Duration.ofMillis(ahead), Duration.ofMillis(give)), "ours");

        assertThat(finding.verdict()).isEqualTo(verdict);
        assertThat(finding.found()).isEqualTo(found);
    }
}
