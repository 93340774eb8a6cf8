package io.longhaul.worker.rebuild;

import io.longhaul.common.migration.TableShape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The two tables of a rebuild, told apart by their uuids whatever they are called. For one thread. */
final class Tables {

    private final Names names;
    private final Sender sender;

    Tables(Names names, Sender sender) {
        this.names = names;
        this.sender = sender;
    }

    /** Throws {@link Broken} where there is no such table. */
    TableFacts facts(String name) throws InterruptedException {
        return TableFacts.find(sender::rows, name).orElseThrow(() -> noTable(name));
    }

    /** The same, of a table that must still be the one of this uuid. */
    TableFacts facts(String uuid, String name) throws InterruptedException {
        TableFacts facts = facts(name);
        if (!facts.uuid().equals(uuid)) {
            throw Broken.because(
                    "changed",
                    "%s is another table than when the rebuild began; somebody has exchanged it or made it anew"
                            .formatted(name));
        }
        return facts;
    }

    /** Which table has this name now. Throws {@link Broken} where there is none. */
    private String uuidOf(String name) throws InterruptedException {
        return sender
                .rows(
                        "SELECT toString(uuid) AS uuid FROM system.tables WHERE database = currentDatabase() AND name = {table:String}",
                        Map.of("table", name))
                .stream()
                .map(row -> TableFacts.text(row, "uuid"))
                .findFirst()
                .orElseThrow(() -> noTable(name));
    }

    private static Broken noTable(String name) {
        return Broken.because("no-table", "there is no table %s".formatted(name));
    }

    /** What a table of the database is called now, whatever that is; empty where it is gone. */
    static Optional<String> nameOf(Sender sender, String uuid) throws InterruptedException {
        return sender
                .rows(
                        "SELECT name FROM system.tables WHERE database = currentDatabase() AND toString(uuid) = {uuid:String}",
                        Map.of("uuid", uuid))
                .stream()
                .map(row -> TableFacts.text(row, "name"))
                .findFirst();
    }

    /** How many rows there are up to this block, merged or not. */
    static long count(Sender sender, String table, long upTo) throws InterruptedException {
        return Part.number(
                sender.row(
                        "SELECT count() AS rows FROM %s WHERE _block_number <= %d SETTINGS final = 0"
                                .formatted(sender.quoted(table), upTo),
                        Map.of()),
                "rows");
    }

    /** What one of the two is called now; empty where it is gone. */
    Optional<String> nameOf(String uuid) throws InterruptedException {
        return Optional.ofNullable(byUuid().get(uuid));
    }

    /** Finds the two tables again, and drops what came to nothing. Throws {@link Broken} where one is gone. */
    Milestones takeOver(Milestones now) throws InterruptedException {
        rename(now);
        Map<String, String> byUuid = byUuid();
        if (now.newUuid().filter(uuid -> !byUuid.containsKey(uuid)).isPresent()) {
            throw Broken.because(
                    "no-table",
                    "the new table of the rebuild of %s is gone; roll the run back, then run it again"
                            .formatted(names.table()));
        }
        return now;
    }

    /** Gives the table that is built a name that no earlier try could use. */
    void rename(Milestones now) throws InterruptedException {
        for (Map.Entry<String, String> table : byUuid().entrySet()) {
            String name = table.getValue();
            if (!name.startsWith(names.buildingPrefix())) {
                continue;
            }
            if (!isOurs(now, table.getKey())) {
                sender.drop(name);
            } else if (!name.equals(names.building())) {
                sender.send("RENAME TABLE %s TO %s".formatted(sender.quoted(name), sender.quoted(names.building())));
            }
        }
    }

    private static boolean isOurs(Milestones now, String uuid) {
        return now.newUuid().filter(uuid::equals).isPresent() || now.oldUuid().equals(uuid);
    }

    boolean isExchanged(Milestones now) throws InterruptedException {
        return now.newUuid().filter(uuidOf(names.table())::equals).isPresent();
    }

    /** Whether the table is the one that was there before; it is neither where somebody else has replaced it. */
    boolean isOld(Milestones now) throws InterruptedException {
        return uuidOf(names.table()).equals(now.oldUuid());
    }

    /** Only before the exchange. */
    void dropBuilt(Milestones now) throws InterruptedException {
        Map<String, String> byUuid = byUuid();
        Optional<String> built = now.newUuid().map(uuid -> byUuid.getOrDefault(uuid, ""));
        if (built.filter(name -> name.startsWith(names.buildingPrefix())).isPresent()) {
            sender.drop(built.get());
        }
    }

    private Map<String, String> byUuid() throws InterruptedException {
        Map<String, String> byUuid = new HashMap<>();
        sender.rows("""
                        SELECT name, toString(uuid) AS uuid FROM system.tables
                         WHERE database = currentDatabase()
                           AND (startsWith(name, {prefix:String}) OR name = {table:String}
                                OR startsWith(name, {old:String}))""", Map.of("prefix", names.buildingPrefix(), "table", names.table(), "old", names.oldPrefix()))
                .forEach(row -> byUuid.put(TableFacts.text(row, "uuid"), TableFacts.text(row, "name")));
        return byUuid;
    }

    /** Makes the new table; answers its uuid. */
    String build(TableFacts old, TableShape shape) throws InterruptedException {
        Map<String, String> settings = Watermark.settingsOfNew(Watermark.canNumber(sender));
        for (String statement : new Blueprint(old, shape).statements(names, settings, sender)) {
            sender.send(statement);
        }
        return uuidOf(names.building());
    }

    /** Asks by uuid first: done twice, an exchange is undone. */
    void exchange(Milestones now) throws InterruptedException {
        String uuid = uuidOf(names.table());
        if (uuid.equals(now.oldUuid())) {
            sender.send("EXCHANGE TABLES %s AND %s"
                    .formatted(sender.quoted(names.table()), sender.quoted(names.building())));
            uuid = uuidOf(names.table());
        }
        if (!Optional.of(uuid).equals(now.newUuid())) {
            throw Broken.because(
                    "changed",
                    "%s is neither the old table nor the new one; who has exchanged it?".formatted(names.table()));
        }
    }

    /** Who may still write to the old table. After the exchange nobody begins to. */
    List<String> insertsInFlight() throws InterruptedException {
        return sender.rows("""
                        SELECT query_id FROM system.processes
                         WHERE query_kind IN ('Insert', 'AsyncInsertFlush') AND NOT startsWith(query_id, 'lh-')""", Map.of()).stream()
                .map(row -> TableFacts.text(row, "query_id"))
                .toList();
    }

    List<String> stillRunning(List<String> queries) throws InterruptedException {
        return queries.isEmpty()
                ? List.of()
                : insertsInFlight().stream().filter(queries::contains).toList();
    }

    /**
     * Whether there are tables that write to others in the background. {@code system.processes} does not have those
     * inserts (measured on 26.7 with FileLog and Buffer).
     */
    static boolean hasStreams(TableFacts.Reader reader) throws InterruptedException {
        return Part.number(reader.rows("""
                                SELECT count() AS streams FROM system.tables
                                 WHERE engine IN ('Kafka', 'RabbitMQ', 'NATS', 'FileLog', 'S3Queue', 'AzureQueue', 'Buffer')
                                   AND database IN (SELECT name FROM system.databases
                                                     WHERE engine IN ('Atomic', 'Ordinary', 'Replicated'))""", Map.of()).get(0), "streams") > 0;
    }

    /** Gives the table that is left its settings back, and a name that says until when it is kept. */
    void putAside(Milestones now, String name) throws InterruptedException {
        Optional<String> left = left(now);
        if (left.isPresent() && left.get().startsWith(names.buildingPrefix())) {
            sender.send("RENAME TABLE %s TO %s".formatted(sender.quoted(left.get()), sender.quoted(name)));
        }
    }

    /** Drops the table that is left; throws {@link Broken} where rows have come to it after this block. */
    void drop(Milestones now, long lastBlock) throws InterruptedException {
        Optional<String> left = left(now);
        if (left.isPresent()) {
            requireNoLateRows(sender, left.get(), lastBlock);
            sender.drop(left.get());
        }
    }

    private Optional<String> left(Milestones now) throws InterruptedException {
        Optional<String> left = Optional.ofNullable(byUuid().get(now.oldUuid()));
        if (left.isPresent()) {
            Settings.restore(sender, facts(left.get()), now.restore());
        }
        return left;
    }

    /**
     * An insert that began before the tables changed places and that no server told of may have ended long after, one
     * of a table that streams for instance; or somebody has written to the table that is left.
     */
    static void requireNoLateRows(Sender sender, String table, long lastBlock) throws InterruptedException {
        long last = Part.of(sender, table).stream().mapToLong(Part::to).max().orElse(0);
        if (last > lastBlock) {
            throw Broken.because(
                    "late-rows",
                    "%s has rows that came after it was replaced (_block_number > %d); see whether they are missed, then drop it or give it another name"
                            .formatted(table, lastBlock));
        }
    }
}
