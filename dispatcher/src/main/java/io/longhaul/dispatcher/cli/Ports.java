package io.longhaul.dispatcher.cli;

import io.longhaul.common.board.TaskReader;
import io.longhaul.common.queue.Questions;
import io.longhaul.common.store.Controls;
import io.longhaul.common.store.Events;
import io.longhaul.common.store.Journal;
import io.longhaul.common.store.RunSearch;
import io.longhaul.common.store.Settings;
import io.longhaul.dispatcher.dispatch.Dispatch;
import io.longhaul.dispatcher.doctor.Doctor;
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
 * @param controls needs PostgreSQL
 * @param settings needs PostgreSQL
 * @param events needs PostgreSQL
 * @param journal needs PostgreSQL
 * @param questions says itself whether RabbitMQ and a worker are there
 * @param doctor says itself what is there
 */
public record Ports(
        Supplier<RunSearch> search,
        Supplier<Dispatch> dispatch,
        Supplier<TaskReader> tasks,
        Supplier<Reaper> reaper,
        Supplier<String> redisCli,
        Supplier<Controls> controls,
        Supplier<Settings> settings,
        Supplier<Events> events,
        Supplier<Journal> journal,
        Supplier<Questions> questions,
        Supplier<Doctor> doctor) {}
