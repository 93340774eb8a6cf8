/**
 * What the on-call engineer reads in Redis: the state of each task, in the shape that Celery users know. It is a
 * mirror, written after the store and never read back by Longhaul's decisions.
 */
@NullMarked
package io.longhaul.common.board;

import org.jspecify.annotations.NullMarked;
