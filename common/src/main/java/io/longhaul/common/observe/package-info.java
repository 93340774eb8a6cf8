/**
 * What operators see in the logs of every program: troubles that are reported once, and again when they are over. It
 * knows no service and no run's rules.
 */
@NullMarked
package io.longhaul.common.observe;

import org.jspecify.annotations.NullMarked;
