package io.longhaul.dispatcher.doctor;

import io.longhaul.common.config.Timers;
import io.longhaul.common.lease.redisson.RedisCheckup;
import io.longhaul.common.lease.redisson.RedissonConnection;
import io.longhaul.common.queue.rabbit.Broker;
import io.longhaul.common.queue.rabbit.BrokerCheckup;
import io.longhaul.common.report.ClockOffset;
import io.longhaul.common.store.Checkup;
import io.longhaul.common.store.RunSearch;
import io.longhaul.dispatcher.doctor.BrokerJudgement.BrokerSight;
import io.longhaul.dispatcher.doctor.RedisJudgement.RedisSight;
import io.longhaul.dispatcher.doctor.StoreJudgement.StoreSight;
import java.time.Clock;
import java.util.function.Supplier;

/**
 * Where a doctor looks.
 *
 * @param postgres host and port of PostgreSQL
 * @param checkup of it
 * @param search in its tables
 * @param redisAddress host and port of Redis
 * @param redis connected to when it is first looked at
 * @param broker of the queues
 * @param timers of this environment
 * @param clock of this machine
 */
public record Looks(
        String postgres,
        Checkup checkup,
        RunSearch search,
        String redisAddress,
        Supplier<RedissonConnection> redis,
        Broker broker,
        Timers timers,
        Clock clock) {

    StoreSight store() {
        Checkup.Server server = checkup.server();
        ClockOffset offset =
                ClockOffset.measure(clock, checkup::now, now -> now).offset();
        return new StoreSight(postgres, server, offset);
    }

    BooksSight books() {
        return new BooksSight(checkup.books(), search.overview(), search.vitals(), timers.deadAfter());
    }

    RedisSight redisNow() throws Exception {
        RedissonConnection connection = redis.get();
        // The first question connects; the second is quick, and tells the time.
        connection.checkup();
        ClockOffset.Measured<RedisCheckup> seen = ClockOffset.measure(clock, connection::checkup, RedisCheckup::now);
        return new RedisSight(redisAddress, seen.answer(), seen.offset());
    }

    BrokerSight brokerNow() throws Exception {
        return new BrokerSight(broker.url().address(), BrokerCheckup.of(broker));
    }
}
