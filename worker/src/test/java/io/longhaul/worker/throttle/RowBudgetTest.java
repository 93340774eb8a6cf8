package io.longhaul.worker.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class RowBudgetTest {

    private static final long SECOND = 1_000_000_000L;
    private static final OptionalLong NONE = OptionalLong.empty();

    @Test
    void allThreadsTogetherStayBelowTheRate() {
        OptionalLong rate = OptionalLong.of(1_000);
        RowBudget budget = new RowBudget(0);
        long begun = 0;

        for (int tenth = 0; tenth <= 600; tenth++) {
            for (int thread = 0; thread < 4; thread++) {
                if (budget.takes(2_500, rate, tenth * SECOND / 10)) {
                    begun += 2_500;
                }
            }
            assertThat(begun).isLessThanOrEqualTo(tenth * 100L + 2_500);
        }

        assertThat(begun).isGreaterThanOrEqualTo(60_000);
    }

    @Test
    void withoutARateEverythingMayBegin() {
        RowBudget budget = new RowBudget(0);

        assertThat(budget.takes(1_000_000, NONE, 0)).isTrue();
        assertThat(budget.takes(1_000_000, NONE, 0)).isTrue();
        assertThat(budget.isSpent(NONE, 0)).isFalse();
    }

    @Test
    void aRateThatIsLiftedIsForgottenAtOnce() {
        RowBudget budget = new RowBudget(0);
        budget.takes(1_000_000, OptionalLong.of(1), 0);

        assertThat(budget.takes(1, OptionalLong.of(1), SECOND)).isFalse();
        assertThat(budget.isSpent(OptionalLong.of(1), SECOND)).isTrue();
        assertThat(budget.takes(1, NONE, SECOND)).isTrue();
    }

    @Test
    void aHigherRateDrainsWhatIsOwedFaster() {
        RowBudget budget = new RowBudget(0);
        budget.takes(1_000_000, OptionalLong.of(1), 0);

        assertThat(budget.takes(1, OptionalLong.of(1_000_000), SECOND)).isTrue();
    }

    @Test
    void timeWithoutWorkIsNotSavedUp() {
        OptionalLong rate = OptionalLong.of(1_000);
        RowBudget budget = new RowBudget(0);

        assertThat(budget.takes(1_000, rate, 3_600 * SECOND)).isTrue();
        assertThat(budget.takes(1_000, rate, 3_600 * SECOND)).isFalse();
    }
}
