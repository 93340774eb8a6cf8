/** Versions of the application whose data is migrated and of services, and what they must be. It knows no migration. */
@NullMarked
package io.longhaul.common.version;

import org.jspecify.annotations.NullMarked;
