package io.longhaul.common.store;

import io.longhaul.common.run.Direction;
import io.longhaul.common.run.QueryId;

/**
 * What is about to be done.
 *
 * @param operation index in the plan
 * @param chunk of the operation; 0 where it is not divided
 * @param direction forward, or taking the operation back
 * @param query the id that the statement will have on the target
 * @param statement as it will be sent
 */
public record Intent(int operation, int chunk, Direction direction, QueryId query, String statement) {}
