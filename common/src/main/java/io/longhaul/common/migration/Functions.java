package io.longhaul.common.migration;

import java.util.Map;

/**
 * The functions of a migration, by name.
 *
 * @param actions that operations carry out
 * @param conditions that checks ask
 */
public record Functions(Map<String, Action> actions, Map<String, Condition> conditions) {

    public static final Functions NONE = new Functions(Map.of(), Map.of());

    public Functions {
        actions = Map.copyOf(actions);
        conditions = Map.copyOf(conditions);
    }
}
