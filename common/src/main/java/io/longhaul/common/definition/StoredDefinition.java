package io.longhaul.common.definition;

import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.migration.Operation;
import java.util.List;
import java.util.Optional;

/** Reads again what was read once and is now a stored text. */
public final class StoredDefinition {

    private StoredDefinition() {}

    /** The operations; empty where this version of Longhaul cannot read the text, though an earlier one could. */
    public static Optional<List<Operation>> operations(MigrationId migration, String source) {
        Source text = new Source(migration + ".yaml", source);
        Findings findings = new Findings(text);
        Optional<Node> tree = TreeReader.read(text, findings);
        tree.ifPresent(root -> SchemaPass.load().look(root, findings));
        tree.ifPresent(root -> MeaningPass.look(migration.value(), root, findings));
        return findings.problems().isEmpty()
                ? tree.map(root -> MigrationMaker.make(migration, root).operations())
                : Optional.empty();
    }
}
