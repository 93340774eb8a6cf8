package io.longhaul.acceptance.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.longhaul.dispatcher.cli.ExitCode;
import io.longhaul.dispatcher.cli.Interrupts;
import io.longhaul.dispatcher.cli.Longhaul;
import io.longhaul.dispatcher.cli.Ports;
import io.longhaul.dispatcher.cli.Surroundings;
import io.longhaul.dispatcher.cli.Terminal;
import io.longhaul.worker.Worker;
import java.io.PrintWriter;
import java.io.Writer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;

/** What the pages say to type is a command of ours, with options that it has. */
class CommandLinesTest {

    private static final List<String> PAGES =
            List.of("README.md", "docs/authoring.md", "docs/operating.md", "docs/design.md");

    private static final Map<String, Supplier<CommandLine>> PROGRAMS =
            Map.of("longhaul", CommandLinesTest::longhaul, "longhaul-worker", Worker::commandLine);

    /** Where the shell ends a command, or the page a line. */
    private static final Pattern END = Pattern.compile("&&|\\||;|&| #|2?>|…|\\)");

    /** An arrow of a drawing. */
    private static final String DRAWN = "─▶";

    /** Whatever it is, it is one word. */
    private static final String IN_QUOTES = "'[^']*'|\"[^\"]*\"";

    /** Something that is no command line, though it may begin with a word that is a command. */
    private static final Pattern CODE = Pattern.compile("[(,]");

    /** A word, or several in quotes. */
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|\\S+");

    @ParameterizedTest
    @MethodSource("inBlocks")
    void aCommandInABlockCanBeTypedAsItIs(String line) {
        assertThatCode(() -> parse(line)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @MethodSource("inTheText")
    void aCommandInTheTextIsThereThoughTheTextMayLeaveOutWhatItIsFor(String line) {
        assertThatCode(() -> {
                    try {
                        parse(line);
                    } catch (MissingParameterException shortened) {
                        assertThat(shortened.getMissing()).isNotEmpty();
                    }
                })
                .doesNotThrowAnyException();
    }

    private static void parse(String line) {
        List<String> words = new ArrayList<>(WORD.matcher(line)
                .results()
                .map(MatchResult::group)
                .map(word -> word.replace("\"", ""))
                .toList());
        Objects.requireNonNull(PROGRAMS.get(words.remove(0))).get().parseArgs(words.toArray(String[]::new));
    }

    static Stream<String> inBlocks() {
        return some(page -> page.blocks().stream()
                .flatMap(block -> block.replaceAll("\\\\\n *", "").lines())
                .filter(line -> !line.contains(DRAWN))
                .flatMap(CommandLinesTest::typed));
    }

    static Stream<String> inTheText() {
        return some(page -> page.code().stream().flatMap(CommandLinesTest::mentioned));
    }

    private static Stream<String> some(Function<Page, Stream<String>> lines) {
        List<String> found =
                PAGES.stream().map(Page::of).flatMap(lines).distinct().toList();
        assertThat(found).hasSizeGreaterThan(15);
        return found.stream();
    }

    /** The commands of a line in a block: of a line that is no output and no part of a file. */
    private static Stream<String> typed(String line) {
        return END.splitAsStream(line.replaceFirst("^\\$ ", "").replaceAll(IN_QUOTES, "QUOTED"))
                .map(part -> part.strip().replaceFirst("^([A-Z_]+=\\S+ )+", ""))
                .filter(CommandLinesTest::isOurs);
    }

    /** In the text the name of the program goes without saying. */
    private static Stream<String> mentioned(String code) {
        String bare = code.replaceAll("[\\[\\]]", "");
        String first = bare.split(" ", 2)[0];
        if (CODE.matcher(bare).find()) {
            return Stream.of();
        }
        return bare.contains(" ") && longhaul().getSubcommands().containsKey(first)
                ? typed("longhaul " + bare)
                : typed(bare);
    }

    private static boolean isOurs(String command) {
        return PROGRAMS.keySet().stream()
                .anyMatch(program -> command.equals(program) || command.startsWith(program + " "));
    }

    private static CommandLine longhaul() {
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        return Longhaul.commandLine(
                new Ports(none(), none(), none(), none(), none(), none(), none(), none(), none(), none(), none()),
                new Terminal(nowhere, nowhere, false, false, false, 120),
                new Surroundings(Clock.systemUTC(), none(), none(), new NoInterrupts(), Optional.empty()));
    }

    @SuppressWarnings("UnnecessaryLambda") // a supplier of each type
    private static <T> Supplier<T> none() {
        return () -> {
            throw new AssertionError("a command line is only read here");
        };
    }

    /** Nothing is executed, so nothing can be interrupted. */
    private static final class NoInterrupts implements Interrupts {

        @Override
        public void meanwhile(Runnable lastAct, ExitCode code) {}

        @Override
        public void usual() {}
    }
}
