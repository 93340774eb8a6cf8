/**
 * Answers questions of people who look on, also while a run is going: on threads, a connection to the broker and one to
 * the target of its own. It changes nothing, and nothing that goes wrong here touches a run.
 */
@NullMarked
package io.longhaul.worker.answer;

import org.jspecify.annotations.NullMarked;
