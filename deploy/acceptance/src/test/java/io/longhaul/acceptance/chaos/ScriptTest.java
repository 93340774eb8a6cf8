package io.longhaul.acceptance.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ScriptTest {

    private static final List<Script> MANY =
            LongStream.range(0, 400).mapToObj(Script::of).toList();

    @Test
    void theSameSeedIsTheSameScript() {
        assertThat(Script.of(7))
                .isEqualTo(Script.of(7))
                .hasToString(Script.of(7).toString());
        assertThat(Script.of(7)).isNotEqualTo(Script.of(8));
    }

    @Test
    void everyMomentAndEveryScenarioHasItsTurn() {
        Set<Moment> moments = MANY.stream()
                .flatMap(script -> Stream.concat(
                        script.first().stream(),
                        script.faults().stream().map(Fault::moment).flatMap(Optional::stream)))
                .collect(Collectors.toSet());

        assertThat(moments).containsExactlyInAnyOrder(Moment.values());
        assertThat(MANY).extracting(Script::scenario).contains(Scenario.values());
    }

    @Test
    void everythingIsHurt() {
        Set<String> kinds = MANY.stream()
                .flatMap(script -> script.faults().stream())
                .map(fault -> fault.blow().kind())
                .collect(Collectors.toSet());

        assertThat(kinds)
                .containsAll(Arrays.asList(
                        "kill worker",
                        "freeze worker",
                        "terminate worker",
                        "kill reaper",
                        "freeze reaper",
                        "kill redis",
                        "kill rabbit",
                        "kill postgres",
                        "kill clickhouse",
                        "flush redis",
                        "cut a link",
                        "silence a link",
                        "inject wake-ups"));
    }

    @Test
    void nobodyIsFrozenWithAStatementThatNothingCouldFence() {
        assertThat(MANY.stream().flatMap(script -> script.faults().stream()))
                .filteredOn(fault -> fault.blow() instanceof Blow.Freeze)
                .allMatch(fault -> fault.moment().map(Moment::mayBeHeldBack).orElse(true));
    }
}
