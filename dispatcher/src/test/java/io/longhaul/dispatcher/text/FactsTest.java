package io.longhaul.dispatcher.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FactsTest {

    @Test
    void aLongFactGoesOnBeneathItself() {
        Facts facts = new Facts(31, false);

        facts.add("what", "one two three four five six seven");

        assertThat(facts.draw()).isEqualTo("""
                what       one two three four
                           five six seven
                """);
    }

    @Test
    void aFactThatIsTooLongEndsWithDots() {
        Facts facts = new Facts(31, false);

        facts.add("errors", "one two three four\nfive six seven eight nine", Tone.PLAIN, 2);

        assertThat(facts.draw()).isEqualTo("""
                errors     one two three four
                           five six seven eigh…
                """);
    }

    @Test
    void aWordThatIsWiderThanTheLineIsCut() {
        assertThat(Facts.wrap("aaaaaaaaaabbbbbbbbbbcc", 10, 9)).containsExactly("aaaaaaaaaa", "bbbbbbbbbb", "cc");
    }
}
