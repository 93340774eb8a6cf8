/**
 * A ClickHouse server's HTTP interface over libchdb, as far as the JDBC driver and our tests use it: a process of its
 * own, used by tests and quickstart, never by the product. It adds to the engine what a server has and the library
 * lacks (query ids) and nothing else. Must not know Longhaul.
 */
@NullMarked
package io.longhaul.local.front;

import org.jspecify.annotations.NullMarked;
