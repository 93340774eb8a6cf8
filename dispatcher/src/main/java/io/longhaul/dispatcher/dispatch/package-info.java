/**
 * From a wish to a wake-up in the queue: a run and its outbox row in one transaction, then, as far as RabbitMQ and
 * Redis are there, the message and the task. It must not know who carries a run out.
 */
@NullMarked
package io.longhaul.dispatcher.dispatch;

import org.jspecify.annotations.NullMarked;
