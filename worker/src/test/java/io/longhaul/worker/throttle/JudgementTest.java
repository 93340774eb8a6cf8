package io.longhaul.worker.throttle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.longhaul.common.store.Settings.Name;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JudgementTest {

    private static final long GIB = 1L << 30;

    private static Limits set(Name name, String value) {
        Map<Name, String> settings = new HashMap<>();
        for (Name other : Name.values()) {
            if (other.allows(Name.OFF)) {
                settings.put(other, Name.OFF);
            }
        }
        settings.put(name, value);
        return Limits.of(settings);
    }

    private static Facts queries(long running) {
        return new Facts(
                OptionalLong.of(running),
                OptionalLong.empty(),
                OptionalDouble.empty(),
                OptionalLong.empty(),
                Optional.empty());
    }

    private static Facts disk(long gib) {
        return new Facts(
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalDouble.empty(),
                OptionalLong.of(gib * GIB),
                Optional.empty());
    }

    private static Facts all(long queries, long parts, double memory, long gib, boolean answer) {
        return new Facts(
                OptionalLong.of(queries),
                OptionalLong.of(parts),
                OptionalDouble.of(memory),
                OptionalLong.of(gib * GIB),
                Optional.of(answer));
    }

    private static String word(Verdict verdict) {
        if (verdict instanceof Verdict.SlowDown slow) {
            return "slow " + Math.round(slow.share() * 100);
        }
        return verdict instanceof Verdict.Wait ? "wait" : "go";
    }

    @ParameterizedTest
    @CsvSource({
        // running, limit, waited before: verdict
        "0, 50, false, go",
        "40, 50, false, go",
        "45, 50, false, slow 50",
        "50, 50, false, slow 100",
        "51, 50, false, wait",
        "50, 50, true, wait",
        "46, 50, true, wait",
        "45, 50, true, slow 50",
        "40, 50, true, go",
        "0, 0, true, go",
        "1, 0, false, wait",
        "1, 1, true, slow 100",
    })
    void queriesOfOthersAreHeldAgainstTheirLimit(long running, String limit, boolean waited, String verdict) {
        assertThat(word(Judgement.of(queries(running), set(Name.THROTTLE_QUERIES, limit), waited)))
                .isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource({
        "100, false, go",
        "13, false, go",
        "11, false, slow 55",
        "10, false, slow 100",
        "9, false, wait",
        "10, true, wait",
        "11, true, wait",
        "12, true, slow 17",
        "13, true, go",
    })
    void freeDiskIsALimitFromBelow(long gib, boolean waited, String verdict) {
        assertThat(word(Judgement.of(disk(gib), set(Name.THROTTLE_FREE_DISK, "10 GiB"), waited)))
                .isEqualTo(verdict);
    }

    @Test
    void anIdleServerIsNotThrottledByWhatIsPreset() {
        Limits preset = Limits.of(Map.of());

        assertThat(Judgement.of(all(0, 12, 20, 400, true), preset, true)).isEqualTo(new Verdict.GoOn());
        assertThat(preset.rowsPerSecond()).isEmpty();
        assertThat(preset.threads()).isEmpty();
        assertThat(preset.query()).isEmpty();
    }

    @Test
    void whatIsOffOrWasNotMeasuredDoesNotCount() {
        Facts nothing = new Facts(
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalDouble.empty(),
                OptionalLong.empty(),
                Optional.empty());

        assertThat(Judgement.of(nothing, Limits.of(Map.of()), true)).isEqualTo(new Verdict.GoOn());
        assertThat(Judgement.of(all(999, 9999, 100, 0, true), Limits.NONE, true))
                .isEqualTo(new Verdict.GoOn());
    }

    @Test
    void allReasonsToWaitAreSaid() {
        assertThat(Judgement.of(all(62, 301, 91.2, 1, false), Limits.of(Map.of()), false))
                .isEqualTo(new Verdict.Wait("62 queries of others are running, throttle-queries is 50;"
                        + " one partition has 301 parts, throttle-parts is 300;"
                        + " 92% of the server's memory is in use, throttle-memory is 80%;"
                        + " free disk is 1.0 GiB, throttle-free-disk is 5.0 GiB;"
                        + " throttle-query answers 0"));
    }

    @Test
    void whoWaitsIsToldWhenItGoesOn() {
        assertThat(Judgement.of(queries(47), Limits.of(Map.of()), true))
                .isEqualTo(new Verdict.Wait("47 queries of others are running, throttle-queries is 50; goes on at 45"));
    }

    @Test
    void whatIsNearestToItsLimitDecidesHowMuchSlower() {
        Verdict verdict = Judgement.of(all(45, 290, 20, 400, true), Limits.of(Map.of()), false);

        assertThat(verdict).isInstanceOfSatisfying(Verdict.SlowDown.class, slow -> {
            assertThat(slow.share()).isCloseTo(0.833, within(0.001));
            assertThat(slow.why())
                    .isEqualTo("45 queries of others are running, throttle-queries is 50;"
                            + " one partition has 290 parts, throttle-parts is 300");
        });
    }

    @Test
    void aSettingThatOnlyANewerVersionCanReadCountsAsPreset() {
        assertThat(Limits.of(Map.of(Name.THROTTLE_QUERIES, "as many as cores"))).isEqualTo(Limits.of(Map.of()));
    }
}
