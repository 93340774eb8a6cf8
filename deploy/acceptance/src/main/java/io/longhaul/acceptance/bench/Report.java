package io.longhaul.acceptance.bench;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.ColumnData;
import com.github.freva.asciitable.HorizontalAlign;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** All that was found, as a table for people and as JSON. */
record Report(Machine machine, List<Part> parts) {

    /**
     * What one benchmark has found.
     *
     * @param broken why it could not be measured to the end; empty when it was
     */
    record Part(String name, List<Figure> figures, List<String> notes, String broken) {

        boolean isMet() {
            return broken.isEmpty() && figures.stream().allMatch(Figure::isMet);
        }
    }

    /** Whether everything was measured, and every bar is met. */
    boolean isMet() {
        return parts.stream().allMatch(Part::isMet);
    }

    String json() {
        ObjectNode root = JsonMapper.shared().createObjectNode();
        root.put("met", isMet());
        machine.facts().forEach(root.putObject("machine")::put);
        ArrayNode benchmarks = root.putArray("benchmarks");
        for (Part part : parts) {
            ObjectNode benchmark = benchmarks.addObject();
            benchmark.put("name", part.name()).put("met", part.isMet());
            if (!part.broken().isEmpty()) {
                benchmark.put("broken", part.broken());
            }
            ArrayNode figures = benchmark.putArray("figures");
            part.figures().forEach(figure -> add(figures.addObject(), figure));
            ArrayNode notes = benchmark.putArray("notes");
            part.notes().forEach(notes::add);
        }
        return root.toPrettyString();
    }

    private static void add(ObjectNode node, Figure figure) {
        Spread spread = figure.spread();
        node.put("name", figure.name())
                .put("unit", figure.unit())
                .put("means", figure.means())
                .put("count", spread.count())
                .put("min", spread.min())
                .put("median", spread.median())
                .put("p99", spread.p99())
                .put("max", spread.max());
        figure.bar()
                .ifPresent(bar -> node.putObject("bar")
                        .put(bar.upwards() ? "atLeast" : "atMost", bar.value())
                        .put("of", bar.of().name())
                        .put("met", figure.isMet()));
    }

    String table() {
        String facts = machine.facts().entrySet().stream()
                .map(fact -> "%-20s%s".formatted(fact.getKey(), fact.getValue()))
                .collect(Collectors.joining("\n"));
        return facts + "\n\n" + parts.stream().map(Report::table).collect(Collectors.joining("\n\n"));
    }

    private static String table(Part part) {
        List<ColumnData<Figure>> columns = Arrays.asList(
                left(part.name()).with(Figure::name),
                right("min").with(figure -> Figure.number(figure.spread().min())),
                right("median").with(figure -> Figure.number(figure.spread().median())),
                right("p99").with(figure -> Figure.number(figure.spread().p99())),
                right("max").with(figure -> Figure.number(figure.spread().max())),
                left("").with(Figure::unit),
                right("of").with(figure -> Integer.toString(figure.spread().count())),
                left("bar").with(figure -> figure.bar().map(Bar::toString).orElse("")),
                left("").with(Figure::verdict));
        String notes = part.notes().stream().map(note -> "\n  " + note).collect(Collectors.joining());
        String broken = part.broken().isEmpty() ? "" : "\n  NOT MEASURED to the end: " + part.broken();
        return AsciiTable.getTable(AsciiTable.NO_BORDERS, part.figures(), columns) + notes + broken;
    }

    private static Column left(String header) {
        return new Column().header(header).headerAlign(HorizontalAlign.LEFT).dataAlign(HorizontalAlign.LEFT);
    }

    private static Column right(String header) {
        return new Column().header(header).headerAlign(HorizontalAlign.RIGHT).dataAlign(HorizontalAlign.RIGHT);
    }
}
