/**
 * Whether the application may be upgraded as far as its data is concerned, and what must be done first: decided from
 * what is stored, with no worker's help. It changes nothing.
 */
@NullMarked
package io.longhaul.common.gate;

import org.jspecify.annotations.NullMarked;
