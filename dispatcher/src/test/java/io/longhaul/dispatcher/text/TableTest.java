package io.longhaul.dispatcher.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.dispatcher.text.Table.Cell;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TableTest {

    private final Table table = new Table(Set.of(1), "NAME", "DONE", "WHAT NOW");

    TableTest() {
        table.add(Cell.of("a"), Cell.of("7%"), Cell.of("copying 202403 to its new place", Tone.BUSY));
        table.add(Cell.of("longer"), Cell.of("100%"), Cell.of(""));
    }

    @Test
    void columnsAreAlignedAndLinesHaveNoTail() {
        assertThat(table.draw(120, false)).isEqualTo("""
                NAME    DONE  WHAT NOW
                a         7%  copying 202403 to its new place
                longer  100%
                """);
    }

    @Test
    void theLastColumnGivesWayToANarrowTerminal() {
        assertThat(table.draw(40, false)).isEqualTo("""
                NAME    DONE  WHAT NOW
                a         7%  copying 202403 to its new…
                longer  100%
                """);
    }

    @Test
    void whatSomebodyCanDoIsNeverCut() {
        Table one = new Table(Set.of(), "NAME", "WHAT NOW");
        one.add(Cell.of("a"), new Cell("disk full on ch2, and more of that", "→ longhaul show 1", Tone.PLAIN));

        assertThat(one.draw(40, false)).isEqualTo("""
                NAME  WHAT NOW
                a     disk full on ch… → longhaul show 1
                """);
    }

    @Test
    void coloursTakeNoRoom() {
        String plain = table.draw(40, true).replaceAll("\u001b\\[[0-9;]*m", "");

        assertThat(table.draw(40, true)).contains("\u001b[36m");
        assertThat(plain.lines().map(String::stripTrailing))
                .isEqualTo(table.draw(40, false).lines().toList());
    }
}
