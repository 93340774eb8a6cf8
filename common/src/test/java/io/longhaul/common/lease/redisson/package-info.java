@NullMarked
package io.longhaul.common.lease.redisson;

import org.jspecify.annotations.NullMarked;
