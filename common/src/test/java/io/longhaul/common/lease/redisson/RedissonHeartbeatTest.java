package io.longhaul.common.lease.redisson;

import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.lease.Heartbeat.Beat;
import io.longhaul.common.lease.Heartbeat.Status;
import io.longhaul.common.run.Epoch;
import io.longhaul.common.run.Hold;
import io.longhaul.common.run.RunId;
import io.longhaul.common.run.WorkerId;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RedissonHeartbeatTest {

    private static final WorkerId WORKER = new WorkerId("w-7f3a");

    @Test
    void aWorkerWithARunSaysWhich() {
        Hold hold = new Hold(RunId.parse("8f41c2d6-0b7e-4c1e-9d55-2a41c7e90b13"), new Epoch(3), WORKER);

        assertThat(RedissonHeartbeat.json(new Beat(WORKER, "db2", 4242, Status.RUNNING, Optional.of(hold), 17)))
                .isEqualTo("""
                        {"worker":"w-7f3a","host":"db2","pid":4242,"status":"RUNNING",\
                        "run":"8f41c2d6-0b7e-4c1e-9d55-2a41c7e90b13","epoch":3,"count":17}""");
    }

    @Test
    void aWorkerThatEndedSaysSo() {
        assertThat(RedissonHeartbeat.json(new Beat(WORKER, "db2", 4242, Status.STOPPED, Optional.empty(), 18)))
                .isEqualTo("""
                        {"worker":"w-7f3a","host":"db2","pid":4242,"status":"STOPPED","run":null,"epoch":null,\
                        "count":18}""");
    }
}
