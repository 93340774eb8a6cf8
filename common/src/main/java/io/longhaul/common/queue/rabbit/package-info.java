/**
 * Wake-ups over RabbitMQ 3.10 to 4.3: the topology, a message in the shape that Celery users know, a publisher that
 * believes only in confirms, an inbox that holds one delivery and never longer than it takes to claim a run. It knows
 * nothing of stores or of what a run does.
 */
@NullMarked
package io.longhaul.common.queue.rabbit;

import org.jspecify.annotations.NullMarked;
