/**
 * Programs as processes of this machine: started in a session of their own, found again by another program, signalled
 * as a whole tree, and ended when the test JVM that started them dies. Must not know what the programs are.
 *
 * <p>It reads {@code /proc}: Linux only, like the services that it starts.
 */
@NullMarked
package io.longhaul.local.process;

import org.jspecify.annotations.NullMarked;
