/**
 * What an author begins with: a definition to change, and the schema beside it that their editor reads. It must not
 * know what becomes of a definition, nor any service.
 */
@NullMarked
package io.longhaul.dispatcher.author;

import org.jspecify.annotations.NullMarked;
