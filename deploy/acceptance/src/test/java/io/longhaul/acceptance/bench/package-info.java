/** Whether {@code deploy/bench} measures at all; its figures mean nothing on a machine that runs tests. */
@NullMarked
package io.longhaul.acceptance.bench;

import org.jspecify.annotations.NullMarked;
