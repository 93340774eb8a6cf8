/** The program that accepts, queues, watches and shows runs: its composition root, and nothing else. */
@NullMarked
package io.longhaul.dispatcher;

import org.jspecify.annotations.NullMarked;
