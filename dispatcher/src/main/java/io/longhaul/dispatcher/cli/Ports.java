package io.longhaul.dispatcher.cli;

import io.longhaul.common.board.TaskReader;
import io.longhaul.common.store.RunSearch;
import io.longhaul.dispatcher.dispatch.Dispatch;
import io.longhaul.dispatcher.reap.Reaper;
import java.util.function.Supplier;

/**
 * What commands use, made when it is first asked for: each command connects only to what it needs. Asking throws
 * {@link io.longhaul.common.config.ConfigurationInvalid} when a setting is missing or wrong.
 *
 * @param search needs PostgreSQL
 * @param dispatch needs PostgreSQL; RabbitMQ and Redis as far as they are there
 * @param tasks needs Redis
 * @param reaper goes on through the absence of all of them
 * @param redisCli {@code redis-cli} with the options that reach our Redis; needs nothing
 */
public record Ports(
        Supplier<RunSearch> search,
        Supplier<Dispatch> dispatch,
        Supplier<TaskReader> tasks,
        Supplier<Reaper> reaper,
        Supplier<String> redisCli) {}
