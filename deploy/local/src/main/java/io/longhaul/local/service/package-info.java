/**
 * PostgreSQL, RabbitMQ, Redis and ClickHouse as private services of one directory: own data, own free port, never the
 * system's services. A service can be killed, frozen and restarted on the same port and data. Must not know who uses
 * it: neither JUnit nor the stack nor the product.
 */
@NullMarked
package io.longhaul.local.service;

import org.jspecify.annotations.NullMarked;
