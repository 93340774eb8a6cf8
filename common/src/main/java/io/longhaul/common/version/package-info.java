/** Versions of the application whose data is migrated, and ranges of them. It knows no migration. */
@NullMarked
package io.longhaul.common.version;

import org.jspecify.annotations.NullMarked;
