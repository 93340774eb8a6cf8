/**
 * ClickHouse's engine as a library, through JNA: one engine per data directory and process, one session per statement.
 * Must not know HTTP, nor who asks.
 */
@NullMarked
package io.longhaul.local.front.chdb;

import org.jspecify.annotations.NullMarked;
