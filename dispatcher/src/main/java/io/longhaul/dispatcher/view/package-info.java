/**
 * What a person or a program sees of runs: records made from what the store knows, drawn as text or written as JSON. It
 * reads nothing itself and must not know from where the values came.
 */
@NullMarked
package io.longhaul.dispatcher.view;

import org.jspecify.annotations.NullMarked;
