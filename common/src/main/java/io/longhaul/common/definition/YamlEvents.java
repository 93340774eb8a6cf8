package io.longhaul.common.definition;

import io.longhaul.common.definition.Node.Span;
import java.util.Iterator;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;

/** What the YAML parser sees in a text, piece by piece. */
final class YamlEvents {

    private final Iterator<Event> events;

    YamlEvents(String text) {
        this.events =
                new Parse(LoadSettings.builder().build()).parseString(text).iterator();
    }

    Event next() {
        return events.next();
    }

    void next(Event.ID expected) {
        Event event = next();
        if (event.getEventId() != expected) {
            throw new IllegalStateException("expected %s, but found %s".formatted(expected, event.getEventId()));
        }
    }

    static Place place(Event event) {
        Mark mark = event.getStartMark().orElseThrow();
        return new Place(mark.getLine() + 1, mark.getColumn() + 1);
    }

    static Span span(Event event) {
        return new Span(
                event.getStartMark().orElseThrow().getIndex(),
                event.getEndMark().orElseThrow().getIndex());
    }
}
