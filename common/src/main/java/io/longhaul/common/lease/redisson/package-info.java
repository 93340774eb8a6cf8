/**
 * Signs of life and the courtesy lock in Redis, and the one connection to it that a process has. Every question has a
 * short bound and may go unanswered. It knows nothing of runs but their names.
 */
@NullMarked
package io.longhaul.common.lease.redisson;

import org.jspecify.annotations.NullMarked;
