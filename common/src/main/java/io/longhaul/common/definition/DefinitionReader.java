package io.longhaul.common.definition;

import io.longhaul.common.migration.Checksum;
import io.longhaul.common.migration.Definition;
import io.longhaul.common.migration.MigrationId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads one migration from a YAML file, or finds everything that is wrong with it. It never throws for what is in a
 * file, and is safe for use by several threads.
 */
public final class DefinitionReader {

    private final SchemaPass schema = SchemaPass.load();

    /** Reads a file, whose name without {@code .yaml} or {@code .yml} is the migration's id. */
    public Reading<Definition> read(Path file) {
        return reading(readFile(file));
    }

    /**
     * Reads what a jar offers, by the ids of the migrations; a jar that is no good is there by its own name, and says
     * why.
     */
    public Map<String, Reading<Definition>> readJar(Path jar) {
        Map<String, Reading<Definition>> found = new TreeMap<>();
        JarReader.read(jar).forEach(read -> found.put(read.id(), reading(read)));
        return found;
    }

    private static Reading<Definition> reading(ReadFile read) {
        return read.problems().isEmpty()
                ? new Reading.Legible<>(read.definition().orElseThrow())
                : new Reading.Unreadable<>(read.problems());
    }

    /** The same, with what there is of it where it has mistakes. */
    ReadFile readFile(Path file) {
        FileName name = FileName.of(file);
        Findings aboutTheFile = new Findings(new Source(name.text(), ""));
        name.look(aboutTheFile);
        Optional<Source> source = new SourceFile(name.text(), aboutTheFile).read(file);
        List<Problem> problems = new ArrayList<>(aboutTheFile.problems());
        Optional<Node> tree = source.flatMap(text -> tree(name, text, problems));
        Optional<Definition> definition = problems.isEmpty()
                ? Optional.of(definition(name, source.orElseThrow(), tree.orElseThrow()))
                : Optional.empty();
        return new ReadFile(name.id(), name, tree, definition, problems);
    }

    private Optional<Node> tree(FileName name, Source source, List<Problem> problems) {
        Findings findings = new Findings(source);
        Optional<Node> root = TreeReader.read(source, findings);
        root.ifPresent(tree -> schema.look(tree, findings));
        root.ifPresent(tree -> MeaningPass.look(name.id(), tree, findings));
        problems.addAll(findings.problems());
        return root;
    }

    private static Definition definition(FileName name, Source source, Node tree) {
        return new Definition(
                MigrationMaker.make(new MigrationId(name.id()), tree),
                Checksum.of(JsonTree.canonical(tree)),
                source.text());
    }
}
