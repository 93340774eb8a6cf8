package io.longhaul.worker.throttle;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What was measured on the server; what is absent was not asked for, or the server has no such thing.
 *
 * @param queries of others that are running
 * @param parts the most in one partition of the tables that are merged
 * @param memoryPercent in use of what the server may use
 * @param freeDisk bytes on the disks of the table
 * @param answer of the admin's query
 */
record Facts(
        OptionalLong queries,
        OptionalLong parts,
        OptionalDouble memoryPercent,
        OptionalLong freeDisk,
        Optional<Boolean> answer) {}
