package io.longhaul.dispatcher.reap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.longhaul.common.migration.CrashRule;
import io.longhaul.common.run.Direction;
import io.longhaul.common.run.Wish;
import io.longhaul.common.store.Takeovers.Verdict;
import io.longhaul.common.store.Verdicts;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class VerdictsTest {

    /** Every cell of the design's table: what is lost, and what becomes of it. */
    static Stream<Arguments> table() {
        Lost forward = Lost.forward();
        Lost spent = forward.after(Lost.MOST);
        return Stream.of(
                // Worker died, attempts left.
                arguments("resume", forward.with(CrashRule.RESUME), "FORWARD"),
                arguments("resume, irreversible", forward.irreversibly(), "FORWARD"),
                arguments("resume, no auto-resume", forward.withoutAutoResume(), "ASK"),
                arguments("resume, no auto-rollback", forward.withoutAutoRollback(), "FORWARD"),
                arguments("rollback", forward.with(CrashRule.ROLLBACK), "BACKWARD"),
                arguments(
                        "rollback, irreversible",
                        forward.with(CrashRule.ROLLBACK).irreversibly(),
                        "ASK"),
                arguments(
                        "rollback, no auto-rollback",
                        forward.with(CrashRule.ROLLBACK).withoutAutoRollback(),
                        "ASK"),
                arguments(
                        "rollback, no auto-resume",
                        forward.with(CrashRule.ROLLBACK).withoutAutoResume(),
                        "BACKWARD"),
                arguments("ask", forward.with(CrashRule.ASK), "ASK"),
                // Attempts spent: as an operation that failed.
                arguments("spent", spent, "BACKWARD"),
                arguments("spent, irreversible", spent.irreversibly(), "ASK"),
                arguments("spent, no auto-rollback", spent.withoutAutoRollback(), "ASK"),
                arguments("spent, rollback", spent.with(CrashRule.ROLLBACK), "BACKWARD"),
                arguments(
                        "spent, rollback, no auto-rollback",
                        spent.with(CrashRule.ROLLBACK).withoutAutoRollback(),
                        "ASK"),
                arguments("spent, ask", spent.with(CrashRule.ASK), "ASK"),
                // Backward.
                arguments("backward", Lost.backward(), "BACKWARD"),
                arguments("backward, no auto-rollback", Lost.backward().withoutAutoRollback(), "BACKWARD"),
                arguments("backward, ask", Lost.backward().with(CrashRule.ASK), "BACKWARD"),
                arguments("backward, spent", Lost.backward().after(Lost.MOST), "GIVE UP"),
                // A command before everything else.
                arguments("to go back", forward.asked(Wish.ROLL_BACK), "BACKWARD"),
                arguments("to go back, ask", forward.with(CrashRule.ASK).asked(Wish.ROLL_BACK), "BACKWARD"),
                arguments(
                        "to go back, no auto-rollback",
                        forward.withoutAutoRollback().asked(Wish.ROLL_BACK),
                        "BACKWARD"),
                arguments("to go back, spent", spent.asked(Wish.ROLL_BACK), "BACKWARD"),
                arguments("to go back, irreversible", forward.irreversibly().asked(Wish.ROLL_BACK), "ASK"),
                arguments("to stop", forward.asked(Wish.STOP), "FORWARD"),
                arguments("to stop, rollback", forward.with(CrashRule.ROLLBACK).asked(Wish.STOP), "FORWARD"),
                arguments("to stop, ask", forward.with(CrashRule.ASK).asked(Wish.STOP), "FORWARD"),
                arguments("to stop, backward", Lost.backward().asked(Wish.STOP), "BACKWARD"),
                arguments("to pause", forward.asked(Wish.PAUSE), "FORWARD"),
                arguments("to pause, rollback", forward.with(CrashRule.ROLLBACK).asked(Wish.PAUSE_NOW), "BACKWARD"));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("table")
    void whatBecomesOfARunIsWhatTheTableSays(String cell, Lost lost, String becomes) {
        assertThat(word(Verdicts.of(lost.owned()))).as(cell).isEqualTo(becomes);
    }

    private static String word(Verdict verdict) {
        if (verdict instanceof Verdict.Queue queue) {
            return queue.direction().name();
        }
        return verdict instanceof Verdict.Ask ? "ASK" : "GIVE UP";
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "2, 2", "3, 4", "4, 8", "6, 32", "7, 60", "8, 60", "99, 60"})
    void eachTakeoverWithoutProgressWaitsTwiceAsLongUpToAMinute(int crashes, int seconds) {
        assertThat(Verdicts.backOff(crashes)).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void theFirstTakeoverIsAtOnceAndTheNextIsNot() {
        assertThat(Verdicts.of(Lost.forward().owned())).isEqualTo(new Verdict.Queue(Direction.FORWARD, Duration.ZERO));
        assertThat(Verdicts.of(Lost.backward().after(2).owned()))
                .isEqualTo(new Verdict.Queue(Direction.BACKWARD, Duration.ofSeconds(2)));
    }

    @ParameterizedTest
    @EnumSource(CrashRule.class)
    void theLastAttemptIsStillMadeAndTheOneAfterItIsNot(CrashRule rule) {
        Lost last = Lost.forward().with(rule).after(Lost.MOST - 1);
        boolean goesOn =
                Verdicts.of(last.owned()) instanceof Verdict.Queue queue && queue.direction() == Direction.FORWARD;

        assertThat(goesOn).isEqualTo(rule == CrashRule.RESUME);
        assertThat(word(Verdicts.of(last.after(Lost.MOST).owned()))).isNotEqualTo("FORWARD");
    }
}
