@NullMarked
package io.longhaul.common.board.redisson;

import org.jspecify.annotations.NullMarked;
