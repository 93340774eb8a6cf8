package io.longhaul.dispatcher.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.migration.MigrationId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DefinitionDifferenceTest {

    private static final MigrationId ID = new MigrationId("0007_a");

    /** Operations by name, each a statement of the given number. */
    private static String definition(String operations) {
        StringBuilder text = new StringBuilder("description: What it is for\noperations:\n");
        for (String operation : operations.split(" ", -1)) {
            String[] parts = operation.split("=", -1);
            text.append("  - name: %s\n    clickhouse: SELECT %s\n".formatted(parts[0], parts[1]));
        }
        return text.toString();
    }

    private static List<String> lines(String was, String is) {
        return DefinitionDifference.between(ID, was, is).orElseThrow().lines();
    }

    @ParameterizedTest
    @CsvSource({
        "a=1,         a=1 b=2,     + b",
        "a=1 b=2,     b=2,         - a",
        "a=1 b=2,     a=1 b=3,     ~ b",
        "a=1 b=2 c=3, d=4 a=9 c=3, - b/+ d/~ a",
        "a=1 b=2,     b=2 a=1,     ~ the order of the operations"
    })
    void operationsAreToldApartByTheirNames(String was, String is, String difference) {
        assertThat(lines(definition(was), definition(is))).containsExactly(difference.split("/", -1));
    }

    @Test
    void twoRebuildsOfOneTableAreToldApartByTheirOrder() {
        String first = "description: x\noperations:\n  - { rebuildTable: t, engine: ReplacingMergeTree }\n";
        String both = first + "  - { rebuildTable: t, orderBy: a }\n";

        assertThat(lines(first, both)).containsExactly("+ rebuildTable t (2)");
        assertThat(lines(both, first + "  - { rebuildTable: t, orderBy: b }\n"))
                .containsExactly("~ rebuildTable t (2)");
    }

    @Test
    void whatIsNoOperationIsSaidToHaveChanged() {
        String was = definition("a=1");

        assertThat(lines(was, was + "required: { clickhouse: SELECT 1 }\n"))
                .containsExactly("~ what stands beside the operations, such as its checks");
    }

    @Test
    void aTextThatCannotBeReadAnyMoreHasNoDifference() {
        assertThat(DefinitionDifference.between(ID, "operations: of yore", definition("a=1")))
                .isEqualTo(Optional.empty());
    }
}
