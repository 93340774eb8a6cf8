package io.longhaul.common.observe;

import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.run.Hold;
import java.util.List;
import org.slf4j.MDC;

/** Puts a run's identity on every log line of this thread, until closed. */
public final class RunScope implements AutoCloseable {

    private static final List<String> KEYS = List.of("run", "migration", "epoch", "worker");

    private RunScope() {}

    public static RunScope open(MigrationId migration, Hold hold) {
        MDC.put("run", hold.run().brief());
        MDC.put("migration", migration.value());
        MDC.put("epoch", hold.epoch().toString());
        MDC.put("worker", hold.worker().value());
        return new RunScope();
    }

    @Override
    public void close() {
        KEYS.forEach(MDC::remove);
    }
}
