package io.longhaul.common.definition;

import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** What the YAML parser could not read, in a sentence that an author understands. */
record SyntaxProblem(Place place, String wrong, String right) {

    private static final String QUOTES =
            "text that holds ': ' or ' #', or begins with one of {}[]&*!|>%@`, needs quotes around it";

    private static final String STREAM_END = "<stream end>";
    private static final String END_OF_STREAM = "unexpected end of stream";

    /** The more telling first. */
    private static final List<Saying> SAYINGS = List.of(
            new Saying(STREAM_END, "the file ends before this does", "close it"),
            new Saying("(TAB)", "a tab stands where spaces are due", "indent with spaces"),
            new Saying("mapping values are not allowed here", "a ':' stands where no value can begin", QUOTES),
            new Saying("that cannot start any token", "no value begins with this character", QUOTES),
            new Saying("could not find expected ':'", "a key has no ':'", "write 'key: value', or put text in quotes"),
            new Saying("expected <block end>", "this stands in no column of what is above it", "align it; " + QUOTES),
            new Saying(
                    "expected '<document start>'",
                    "this stands in no column of what is above it",
                    "align it; " + QUOTES),
            new Saying("expected the node content", "a value should be here", "write one; " + QUOTES),
            new Saying("a comment or a line break", "text goes on behind its '|' or '>'", "begin it on the next line"),
            new Saying("sequence entries are not allowed", "a list begins here", "begin it on a line of its own"),
            new Saying("expected ',' or ']'", "a list in [] goes on here", "put ',' between items and ']' at the end"),
            new Saying(
                    "expected ',' or '}'", "a mapping in {} goes on here", "put ',' between keys and '}' at the end"),
            new Saying(END_OF_STREAM, "a quote is never closed", "close it"),
            new Saying(
                    "unknown escape character", "no escape begins with this character", "write \\\\ for a backslash"));

    static SyntaxProblem of(RuntimeException e) {
        if (!(e instanceof MarkedYamlEngineException marked)) {
            return new SyntaxProblem(Place.WHOLE_FILE, "this is not YAML (%s)".formatted(e), QUOTES);
        }
        String problem = String.valueOf(marked.getProblem());
        Saying saying = SAYINGS.stream()
                .filter(candidate -> problem.contains(candidate.sign()))
                .findFirst()
                .orElse(new Saying("", problem.strip(), QUOTES));
        return new SyntaxProblem(place(marked), "this is not YAML: " + saying.wrong(), saying.right());
    }

    /** Of what is never closed, where it begins: where it should have ended is only the end of the file. */
    private static Place place(MarkedYamlEngineException e) {
        String problem = String.valueOf(e.getProblem());
        boolean endless = problem.contains(STREAM_END) || problem.contains(END_OF_STREAM);
        Optional<Mark> mark = endless ? e.getContextMark() : e.getProblemMark().or(e::getContextMark);
        return mark.map(at -> new Place(at.getLine() + 1, at.getColumn() + 1)).orElse(Place.WHOLE_FILE);
    }

    void addTo(Findings findings) {
        findings.add(place, wrong, right);
    }

    /**
     * The parser's words, and ours.
     *
     * @param sign a part of the parser's message that tells it from the others
     */
    private record Saying(String sign, String wrong, String right) {}
}
