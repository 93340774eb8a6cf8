/**
 * The store on PostgreSQL through Jdbi: one repository per aggregate, its SQL whole beside the method that runs it.
 * Nothing else in Longhaul knows a table.
 */
@NullMarked
package io.longhaul.common.store.jdbi;

import org.jspecify.annotations.NullMarked;
