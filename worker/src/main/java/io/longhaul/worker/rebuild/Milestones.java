package io.longhaul.worker.rebuild;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * How far a rebuild has come, as it is remembered for whoever goes on with it. Each field is stored before the
 * statement that rests on it is sent.
 *
 * @param oldUuid of the table that is rebuilt
 * @param newUuid of the table that takes its place; empty until it is there
 * @param way how the rows get there
 * @param watermark by which old rows are told from new ones
 * @param restore settings of the old table as they were before; those that were not set are empty
 * @param drop settings of the new table that go at the end; those that it keeps with another value have that
 * @param mark the last block number when the copy began; -1 until it did
 * @param unrest what had happened to the old table by then
 * @param newMark the last block number of the new table before the exchange; -1 until it is near
 * @param tail block numbers of the new table after that, of rows that came from the old one
 * @param exchanged whether the two tables have changed names
 * @param inFlight inserts that may still write to the old table
 * @param drained whether the old table gets no more rows
 * @param merged whether merges have gone on in the new table since, before it was drained
 * @param declared how the old table was declared when the new one was made; empty where nobody has looked
 */
record Milestones(
        String oldUuid,
        Optional<String> newUuid,
        Way way,
        Watermark watermark,
        Map<String, String> restore,
        Map<String, String> drop,
        long mark,
        Unrest unrest,
        long newMark,
        Set<Long> tail,
        boolean exchanged,
        List<String> inFlight,
        boolean drained,
        boolean merged,
        Optional<Declared> declared) {

    private static final Unrest NOTHING = new Unrest(0, 0);

    /** What another version of the worker has written: fields may be added, and mean 0 or no where they are not. */
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    Milestones {
        restore = Map.copyOf(restore);
        drop = Map.copyOf(drop);
        tail = Set.copyOf(tail);
        inFlight = List.copyOf(inFlight);
    }

    static Milestones begun(
            String oldUuid, Way way, Watermark watermark, Map<String, String> restore, Map<String, String> drop) {
        return new Milestones(
                oldUuid,
                Optional.empty(),
                way,
                watermark,
                restore,
                drop,
                -1,
                NOTHING,
                -1,
                Set.of(),
                false,
                List.of(),
                false,
                false,
                Optional.empty());
    }

    /** {@code was}: how the old table was declared just before. */
    Milestones built(String uuid, Optional<Declared> was) {
        return new Milestones(
                oldUuid,
                Optional.of(uuid),
                way,
                watermark,
                restore,
                drop,
                mark,
                unrest,
                newMark,
                tail,
                exchanged,
                inFlight,
                drained,
                merged,
                was);
    }

    Milestones marked(long at, Unrest before) {
        return new Milestones(
                oldUuid, newUuid, way, watermark, restore, drop, at, before, newMark, tail, exchanged, inFlight,
                drained, merged, declared);
    }

    Milestones exchanged(List<String> underWay) {
        return new Milestones(
                oldUuid, newUuid, way, watermark, restore, drop, mark, unrest, newMark, tail, true, underWay, drained,
                merged, declared);
    }

    /** The new table is as it will be when it takes the old one's name. */
    Milestones aboutToExchange(long last) {
        return new Milestones(
                oldUuid, newUuid, way, watermark, restore, drop, mark, unrest, last, tail, exchanged, inFlight, drained,
                merged, declared);
    }

    Milestones isDrained(Set<Long> tailBlocks) {
        return new Milestones(
                oldUuid,
                newUuid,
                way,
                watermark,
                restore,
                drop,
                mark,
                unrest,
                newMark,
                tailBlocks,
                exchanged,
                List.of(),
                true,
                merged,
                declared);
    }

    /** Merges went on in the new table for a while. */
    Milestones hasMerged() {
        return new Milestones(
                oldUuid, newUuid, way, watermark, restore, drop, mark, unrest, newMark, tail, exchanged, inFlight,
                drained, true, declared);
    }

    /** Of the rows after the mark, those of these blocks are in the other table already. */
    Milestones without(Set<Long> blocks) {
        return new Milestones(
                oldUuid, newUuid, way, watermark, restore, drop, mark, unrest, newMark, blocks, exchanged, inFlight,
                drained, merged, declared);
    }

    boolean isMarked() {
        return mark >= 0;
    }

    String text() {
        return MAPPER.writeValueAsString(this);
    }

    static Milestones read(String text) {
        return MAPPER.readValue(text, Milestones.class);
    }
}
