/**
 * What an author says: a migration with its checks and operations, as plain values. It knows neither how a definition
 * is written down nor how one is carried out.
 */
@NullMarked
package io.longhaul.common.migration;

import org.jspecify.annotations.NullMarked;
