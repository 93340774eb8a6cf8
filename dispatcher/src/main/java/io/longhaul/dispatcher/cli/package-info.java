/**
 * What a person types: one class per command, each of which reads its options, asks a port and prints a view. It must
 * not know how a service is connected to.
 */
@NullMarked
package io.longhaul.dispatcher.cli;

import org.jspecify.annotations.NullMarked;
