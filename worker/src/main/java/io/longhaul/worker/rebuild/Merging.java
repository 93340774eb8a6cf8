package io.longhaul.worker.rebuild;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the merges of a table, and lets them go on in one that was without them for a while. Its inserts are held up for
 * its many parts only once these are few again. For one thread.
 */
final class Merging {

    private static final Logger log = LoggerFactory.getLogger(Merging.class);
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final Duration SHORT_LOOK = Duration.ofMillis(100);

    /** Far below what holds up inserts unless somebody says otherwise, which is 1000. */
    private static final long FEW = 300;

    /** Merges of large parts take long; without a smaller number for so long, there is none to be had. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Sender sender;
    private final Guard guard;
    private final Tally tally;

    Merging(Sender sender, Guard guard, Tally tally) {
        this.sender = sender;
        this.guard = guard;
        this.tally = tally;
    }

    /** Returns when none is left. */
    void stop(String table) throws InterruptedException {
        Settings.set(sender, table, Watermark.NO_MERGES);
        awaitEnd(table);
    }

    /** Returns when none is left, after they were switched off. */
    void awaitEnd(String table) throws InterruptedException {
        tally.at("wait for merges to end");
        while (Part.number(sender.row("""
                                SELECT count() AS merges FROM system.merges
                                 WHERE database = currentDatabase() AND table = {table:String}""", Map.of("table", table)), "merges") > 0) {
            guard.await(SHORT_LOOK);
        }
    }

    /** Puts settings back as they were {@link Settings#before}; those that allow many parts last. */
    void goOn(String table, Map<String, String> before) throws InterruptedException {
        restore(table, merges(before));
        Map<String, String> last = manyParts(before);
        if (!last.isEmpty() && awaitFew(table)) {
            restore(table, last);
        }
    }

    /** The same without waiting: throws {@link Broken} where there are too many parts for now. */
    void goOnWithoutWaiting(String table, Map<String, String> before) throws InterruptedException {
        restore(table, merges(before));
        Map<String, String> last = manyParts(before);
        long parts = last.isEmpty() ? 0 : most(table);
        if (parts > FEW) {
            throw Broken.because(
                    "many-parts",
                    "merges of %s are on again; it has %d parts in one partition, and the settings that allow so many stay until these are fewer"
                            .formatted(table, parts));
        }
        restore(table, last);
    }

    private static Map<String, String> merges(Map<String, String> settings) {
        Map<String, String> merges = new HashMap<>(settings);
        merges.keySet().removeIf(Merging::allowsManyParts);
        return merges;
    }

    private static Map<String, String> manyParts(Map<String, String> settings) {
        Map<String, String> manyParts = new HashMap<>(settings);
        manyParts.keySet().removeIf(name -> !allowsManyParts(name));
        return manyParts;
    }

    private static boolean allowsManyParts(String setting) {
        return setting.startsWith("parts_to_");
    }

    private void restore(String table, Map<String, String> before) throws InterruptedException {
        Settings.restore(sender, TableFacts.find(sender::rows, table).orElseThrow(), before);
    }

    private boolean awaitFew(String table) throws InterruptedException {
        long fewest = Long.MAX_VALUE;
        long fewestAt = tally.now();
        while (true) {
            long parts = most(table);
            if (parts <= FEW) {
                return true;
            }
            tally.at("merge what was copied, %d parts in one partition".formatted(parts));
            if (parts < fewest) {
                fewest = parts;
                fewestAt = tally.now();
            } else if (tally.now() - fewestAt > PATIENCE.toNanos()) {
                log.atWarn()
                        .addKeyValue("table", table)
                        .addKeyValue("parts", parts)
                        .log("a partition keeps many parts; the settings that allow that are left as they are");
                return false;
            }
            guard.await(LOOK);
        }
    }

    private long most(String table) throws InterruptedException {
        return Part.number(sender.row("""
                        SELECT max(parts) AS most FROM (SELECT count() AS parts FROM system.parts
                         WHERE active AND database = currentDatabase() AND table = {table:String} GROUP BY partition_id)""", Map.of("table", table)), "most");
    }
}
