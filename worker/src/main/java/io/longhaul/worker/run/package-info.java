/**
 * Carries a claimed run through its plan: lock, checks, journal, act, verify, journal; and keeps saying that it lives.
 * It knows targets through their port only.
 */
@NullMarked
package io.longhaul.worker.run;

import org.jspecify.annotations.NullMarked;
