package io.longhaul.acceptance.chaos;

import io.longhaul.acceptance.stage.Stage;
import io.longhaul.acceptance.stage.Truth;
import io.longhaul.common.config.ServiceUrl;
import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.queue.Publisher;
import io.longhaul.common.queue.WakeUp;
import io.longhaul.common.queue.rabbit.Broker;
import io.longhaul.common.queue.rabbit.QueueType;
import io.longhaul.common.queue.rabbit.RabbitPublisher;
import io.longhaul.common.run.Direction;
import io.longhaul.common.run.RunId;
import java.util.List;
import java.util.UUID;

/** Wake-ups that a broker may deliver again, or that come from another time. */
final class WakeUps {

    private WakeUps() {}

    /** The present one twice, all earlier ones, some for the other direction, one for a run that is nobody's. */
    static void inject(Stage stage, String migration, Truth.Now run) {
        ServiceUrl url = ServiceUrl.parse(stage.setting("LONGHAUL_RABBITMQ_URL"), List.of("amqp"));
        MigrationId id = new MigrationId(migration);
        RunId present = new RunId(UUID.fromString(run.run()));
        Direction direction = Direction.valueOf(run.direction());
        try (Publisher publisher = new RabbitPublisher(new Broker(url, QueueType.CLASSIC, "chaos"))) {
            publisher.send(new WakeUp(present, id, run.dispatch(), direction));
            publisher.send(new WakeUp(present, id, run.dispatch(), direction));
            for (int dispatch = 1; dispatch < run.dispatch(); dispatch++) {
                publisher.send(new WakeUp(present, id, dispatch, Direction.FORWARD));
                publisher.send(new WakeUp(present, id, dispatch, Direction.BACKWARD));
            }
            publisher.send(new WakeUp(new RunId(UUID.randomUUID()), id, 1, Direction.FORWARD));
        }
    }
}
