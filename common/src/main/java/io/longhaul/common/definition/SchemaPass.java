package io.longhaul.common.definition;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.NonValidationKeyword;
import com.networknt.schema.path.NodePath;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Holds a tree against the JSON Schema that authors' editors use too. Safe for use by several threads. */
final class SchemaPass {

    private static final String FILE = "migration.schema.json";

    private final JsonNode root;
    private final Schema schema;

    private SchemaPass(JsonNode root) {
        this.root = root;
        Dialect draft = Dialects.getDraft202012();
        // What Visual Studio Code shows for a failed pattern; the library would warn of a keyword it does not know.
        Dialect dialect = Dialect.builder(draft.getId(), draft)
                .keyword(new NonValidationKeyword("patternErrorMessage"))
                .build();
        this.schema = SchemaRegistry.withDialect(dialect).getSchema(root);
    }

    static SchemaPass load() {
        try (InputStream in = Objects.requireNonNull(SchemaPass.class.getResourceAsStream(FILE), FILE)) {
            return new SchemaPass(JsonMapper.shared().readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void look(Node tree, Findings findings) {
        List<Violation> violations = schema.validate(JsonTree.of(tree)).stream()
                .map(error -> violation(error, tree))
                .filter(violation -> !findings.isFaulty(violation.node()))
                .toList();
        violations.stream()
                .filter(violation -> !isExplained(violation, violations))
                .forEach(violation -> violation.addTo(findings));
    }

    /** A key that is missing, or one too many, because of a key that is reported as unknown is one mistake, not two. */
    private static boolean isExplained(Violation violation, List<Violation> all) {
        List<Violation> unknown = all.stream()
                .filter(other -> other.node() == violation.node() && other.isUnknownKey())
                .toList();
        return switch (violation.keyword()) {
            case "required" ->
                unknown.stream().anyMatch(other -> other.meant().equals(Optional.of(violation.property())));
            case "maxProperties" -> !unknown.isEmpty();
            // A key too many, and then what that key would need.
            case "dependentRequired" ->
                all.stream()
                        .anyMatch(other -> other.node() == violation.node()
                                && other.keyword().equals("maxProperties"));
            default -> false;
        };
    }

    private Violation violation(Error error, Node tree) {
        Node node = tree;
        String name = "the definition";
        NodePath path = error.getInstanceLocation();
        for (int i = 0; i < path.getNameCount(); i++) {
            if (path.getElement(i) instanceof Integer index) {
                node = node.items().get(index);
                name = "item %d of %s".formatted(index + 1, name);
            } else {
                name = "'%s'".formatted(path.getName(i));
                node = node.at(path.getName(i)).orElseThrow();
            }
        }
        // Of dependentRequired, the property is the key that is there; the first argument is the one that is not.
        Object property =
                error.getKeyword().equals("dependentRequired") ? error.getArguments()[0] : error.getProperty();
        return new Violation(error.getKeyword(), String.valueOf(property), name, node, rule(error));
    }

    /** The part of the schema that holds the keyword which was violated. */
    private JsonNode rule(Error error) {
        JsonNode rule = root;
        NodePath path = error.getSchemaLocation().getFragment();
        for (int i = 0; i < path.getNameCount() - 1; i++) {
            rule = rule.path(path.getName(i));
        }
        return rule;
    }
}
