/**
 * How the text of a ClickHouse statement falls apart: code, quotes, comments, placeholders. It looks no deeper than
 * ClickHouse's own lexer does, and knows nothing of files, migrations or plans.
 */
@NullMarked
package io.longhaul.common.definition.sql;

import org.jspecify.annotations.NullMarked;
