/**
 * The strict reader of YAML migration files: text becomes a tree that knows the place of every key and value, the tree
 * is held against {@code migration.schema.json}, then against the rules that a schema cannot say, and what is left
 * becomes a migration. Every mistake of every file is reported at once. It must not know what becomes of a definition.
 */
@NullMarked
package io.longhaul.common.definition;

import org.jspecify.annotations.NullMarked;
