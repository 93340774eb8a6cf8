package io.longhaul.dispatcher.cli;

import java.io.BufferedReader;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;

/**
 * What a command finds around it.
 *
 * @param clock with the reader's time zone; for ages of what was not dated by PostgreSQL
 * @param who asks, as {@code user@host}
 * @param scheduler for what is done again and again; made when first asked for
 * @param interrupts what happens on Ctrl-C and SIGTERM
 * @param keyboard what somebody types; absent where nobody sits at a terminal
 */
public record Surroundings(
        Clock clock,
        Supplier<String> who,
        Supplier<ScheduledExecutorService> scheduler,
        Interrupts interrupts,
        Optional<BufferedReader> keyboard) {}
