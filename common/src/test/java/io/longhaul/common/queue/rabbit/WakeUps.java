package io.longhaul.common.queue.rabbit;

import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.queue.WakeUp;
import io.longhaul.common.run.Direction;
import io.longhaul.common.run.RunId;
import java.util.UUID;

/** Wake-ups that tests tell apart by a number. */
final class WakeUps {

    private WakeUps() {}

    static WakeUp wakeUp(int number) {
        return new WakeUp(
                new RunId(new UUID(0, number)), new MigrationId("000" + number + "_a"), number, Direction.FORWARD);
    }
}
