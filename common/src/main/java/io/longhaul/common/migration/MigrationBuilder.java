package io.longhaul.common.migration;

import io.longhaul.common.version.Version;
import io.longhaul.common.version.VersionRange;
import java.util.List;
import java.util.Optional;

/** Says of a migration, in Java, what is not as usual. For one thread; each method says its part anew. */
public final class MigrationBuilder {

    private final MigrationId id;
    private final String description;
    private final List<Operation> operations;
    private VersionRange versions = VersionRange.ANY;
    private List<MigrationId> after = List.of();
    private List<ServiceRequirement> services = List.of();
    private List<Parameter> parameters = List.of();
    private Optional<Check> required = Optional.empty();
    private List<Check> prechecks = List.of();
    private List<Healthcheck> healthchecks = List.of();
    private List<Check> postchecks = List.of();
    private Optional<Query> progress = Optional.empty();

    MigrationBuilder(MigrationId id, String description, List<Operation> operations) {
        this.id = id;
        this.description = description;
        this.operations = List.copyOf(operations);
    }

    /** The versions of the application with which it may be run, both ends included. */
    public MigrationBuilder versions(String from, String through) {
        versions = new VersionRange(Optional.of(new Version(from)), Optional.of(new Version(through)));
        return this;
    }

    /** Any range of versions. */
    public MigrationBuilder versions(VersionRange range) {
        versions = range;
        return this;
    }

    /** What must be done before. */
    public MigrationBuilder after(String... ids) {
        after = List.of(ids).stream().map(MigrationId::new).toList();
        return this;
    }

    /** The versions that services must have. */
    public MigrationBuilder services(ServiceRequirement... requirements) {
        services = List.of(requirements);
        return this;
    }

    /** What may be chosen for a run. */
    public MigrationBuilder parameters(Parameter... choices) {
        parameters = List.of(choices);
        return this;
    }

    /** Whether there is anything to do here. */
    public MigrationBuilder required(Check check) {
        required = Optional.of(check);
        return this;
    }

    /** What must hold before a run begins. */
    public MigrationBuilder prechecks(Check... checks) {
        prechecks = List.of(checks);
        return this;
    }

    /** What must hold before a run begins and as long as it goes on. */
    public MigrationBuilder healthchecks(Healthcheck... checks) {
        healthchecks = List.of(checks);
        return this;
    }

    /** What must hold before a run has succeeded. */
    public MigrationBuilder postchecks(Check... checks) {
        postchecks = List.of(checks);
        return this;
    }

    /** What answers from 0 to 100 how far a run is. */
    public MigrationBuilder progress(Query query) {
        progress = Optional.of(query);
        return this;
    }

    public Migration build() {
        return new Migration(
                id,
                description,
                versions,
                after,
                services,
                parameters,
                required,
                prechecks,
                healthchecks,
                operations,
                postchecks,
                progress);
    }
}
