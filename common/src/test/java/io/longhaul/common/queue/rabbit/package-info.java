@NullMarked
package io.longhaul.common.queue.rabbit;

import org.jspecify.annotations.NullMarked;
