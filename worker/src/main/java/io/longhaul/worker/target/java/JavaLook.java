package io.longhaul.worker.target.java;

import io.longhaul.common.migration.Look;
import io.longhaul.common.migration.Query;
import io.longhaul.worker.target.TargetRefused;
import io.longhaul.worker.target.Targets;
import java.util.List;
import java.util.Map;

/** What a function may see. */
class JavaLook implements Look {

    private final Targets targets;
    private final Map<String, String> parameters;
    private volatile boolean over;

    JavaLook(Targets targets, Map<String, String> parameters) {
        this.targets = targets;
        this.parameters = Map.copyOf(parameters);
    }

    @Override
    public Map<String, String> parameters() {
        return parameters;
    }

    @Override
    public List<Map<String, String>> rows(Query query, Map<String, String> values) {
        if (over) {
            throw new Stopped("nobody waits for the answer any more");
        }
        try {
            return targets.rows(query, values);
        } catch (TargetRefused refused) {
            throw new StatementFailed(refused.failure());
        }
    }

    /** Whoever asked has given up: the databases are not to be asked any more. */
    void end() {
        over = true;
    }

    Targets targets() {
        return targets;
    }
}
