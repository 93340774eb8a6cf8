/**
 * Measures what Longhaul promises, on the launchers and real services, and holds each figure against its bar. It knows
 * what the programs leave in the store and in ClickHouse's log, and nothing of what they are made of.
 */
@NullMarked
package io.longhaul.acceptance.bench;

import org.jspecify.annotations.NullMarked;
