package io.longhaul.common.definition.sql;

/**
 * A place in a statement that reaches beyond the database that the statement is sent to.
 *
 * @param text as it was written
 * @param at where it begins, counted in characters of the statement
 */
public record NamedDatabase(String text, int at) {}
