package io.longhaul.common.migration;

import io.longhaul.common.version.VersionRequirement;
import java.util.Optional;

/**
 * The version that a service must have before a run begins.
 *
 * @param service {@code clickhouse}, {@code postgres}, {@code redis}, {@code rabbitmq}; or any name that has a query
 * @param query returns the version; absent where the worker asks the service itself
 * @param requirement what the version must be
 */
public record ServiceRequirement(String service, Optional<Query> query, VersionRequirement requirement) {}
