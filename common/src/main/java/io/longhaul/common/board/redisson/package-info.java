/**
 * The board in Redis: a record for each task as Celery's tools read it, and one hash with a line for each migration. It
 * shows what it is given and decides nothing; which of two postings is newer is settled inside Redis.
 */
@NullMarked
package io.longhaul.common.board.redisson;

import org.jspecify.annotations.NullMarked;
