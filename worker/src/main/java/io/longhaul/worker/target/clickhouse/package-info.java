/** ClickHouse through JDBC: statements, system tables, error codes. The only package that knows ClickHouse. */
@NullMarked
package io.longhaul.worker.target.clickhouse;

import org.jspecify.annotations.NullMarked;
