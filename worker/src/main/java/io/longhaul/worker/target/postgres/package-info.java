/**
 * PostgreSQL through JDBC: one transaction a statement, with a mark in it that proves it. The only package that knows
 * PostgreSQL as a target.
 */
@NullMarked
package io.longhaul.worker.target.postgres;

import org.jspecify.annotations.NullMarked;
