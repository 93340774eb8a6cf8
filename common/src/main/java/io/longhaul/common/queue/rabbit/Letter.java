package io.longhaul.common.queue.rabbit;

import com.rabbitmq.client.AMQP.BasicProperties;

/**
 * A message as it travels.
 *
 * @param properties with the headers
 * @param body JSON; never changed once here
 */
@SuppressWarnings("ArrayRecordComponent") // A message body is bytes, and nobody compares letters.
record Letter(BasicProperties properties, byte[] body) {}
