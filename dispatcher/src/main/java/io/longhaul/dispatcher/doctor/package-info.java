/**
 * Looks at everything that Longhaul needs and says what to do about what it finds. Looking is apart from judging: the
 * judgements are pure. It changes nothing, and one service that is away hides nothing of the others.
 */
@NullMarked
package io.longhaul.dispatcher.doctor;

import org.jspecify.annotations.NullMarked;
