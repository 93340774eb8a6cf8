/**
 * Real services for JUnit tests, private to the test JVM.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final LocalServices services = LocalServices.with(POSTGRES, RABBIT);
 *
 * @Test
 * void aRunIsStored() {
 *     var store = new JdbiRunStore(services.freshPostgresUrl());
 * }
 * }</pre>
 *
 * <p>{@link io.longhaul.local.junit.LocalServices#with} shares one set of services with all classes of the JVM: take a
 * fresh database, virtual host or Redis database in each test, and hurt nothing.
 * {@link io.longhaul.local.junit.LocalServices#own} starts a set for one class, which may kill, freeze and restart it.
 * What is not installed fails the test with one sentence that says how to install it; nothing is ever skipped. Must not
 * know how a service is started.
 */
@NullMarked
package io.longhaul.local.junit;

import org.jspecify.annotations.NullMarked;
