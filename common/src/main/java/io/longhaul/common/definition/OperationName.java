package io.longhaul.common.definition;

import io.longhaul.common.definition.sql.Placeholder;
import io.longhaul.common.definition.sql.SqlText;
import io.longhaul.common.migration.Engine;

/** What people call an operation whose author gave it no name. */
final class OperationName {

    private static final int LONGEST = 60;

    private OperationName() {}

    /**
     * The first line of a statement, shortened. Its parameters are in it as names have them, {@code {column}}; no other
     * brace is, lest it be taken for one of them.
     */
    static String of(Engine engine, String statement) {
        SqlText line = SqlText.of(engine, statement).firstLine();
        StringBuilder name = new StringBuilder();
        int end = 0;
        for (Placeholder placeholder : line.placeholders()) {
            name.append(withoutBraces(line.toString().substring(end, placeholder.at())));
            name.append((placeholder.isStaging() ? "%s" : "{%s}").formatted(placeholder.name()));
            end = placeholder.at() + placeholder.text().length();
        }
        name.append(withoutBraces(line.toString().substring(end)));
        return shortened(name.toString().strip());
    }

    private static String withoutBraces(String text) {
        return text.replaceAll("[{}]", "");
    }

    private static String shortened(String name) {
        String shortened = Sentence.shortened(name, LONGEST);
        boolean cutInParameter = shortened.lastIndexOf('{') > shortened.lastIndexOf('}');
        return cutInParameter ? shortened.substring(0, shortened.lastIndexOf('{')) + "…" : shortened;
    }
}
