package io.longhaul.worker.target;

import io.longhaul.common.run.QueryId;
import java.util.Map;

/**
 * A statement that changes something.
 *
 * @param query the id under which the database will know it
 * @param sql with {@code {name:Type}} for each parameter
 * @param parameters bound by the database itself, never pasted
 */
public record TargetStatement(QueryId query, String sql, Map<String, String> parameters) {}
