/** The worker program: wires the parts together and starts them. Nothing imports it. */
@NullMarked
package io.longhaul.worker;

import org.jspecify.annotations.NullMarked;
