package io.longhaul.worker.check;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a result as yes or no. */
public final class YesOrNo {

    private YesOrNo() {}

    /** One row with one value, 1 or true, 0 or false; anything else is no answer. */
    public static Optional<Boolean> read(List<Map<String, String>> rows) {
        if (rows.size() != 1 || rows.get(0).size() != 1) {
            return Optional.empty();
        }
        return switch (rows.get(0).values().iterator().next()) {
            case "1", "true", "t" -> Optional.of(true);
            case "0", "false", "f" -> Optional.of(false);
            default -> Optional.empty();
        };
    }
}
