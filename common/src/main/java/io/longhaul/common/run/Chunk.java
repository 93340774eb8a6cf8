package io.longhaul.common.run;

import java.util.List;
import java.util.Map;

/**
 * A restartable piece of a built-in operation: rows of a table that are copied together, and published exactly once.
 *
 * @param number in its operation, from 1
 * @param stage of the rebuild that it belongs to
 * @param slice the rows
 * @param state how far it is
 * @param tries how often it was begun
 * @param filling what was copied, once it is filled
 */
public record Chunk(int number, Stage stage, Slice slice, State state, int tries, Filling filling) {

    /** Whether it is published and was never compared. */
    public boolean isUnseen() {
        return state == State.PUBLISHED && !filling.wasCompared();
    }

    /**
     * Whether only the uuids of its parts can tell what became of its rows, in a table that people write to: no part of
     * that may be merged yet.
     */
    public boolean needsItsParts() {
        boolean told = filling.parts().stream().allMatch(part -> part.block() > 0);
        return stage == Stage.TAIL && (state == State.FILLED || (state == State.PUBLISHED && !told));
    }

    /** When the rows were written. */
    public enum Stage {
        /** Before the rebuild began to watch. */
        BULK,
        /** While it copied. */
        DELTA,
        /** Around the exchange. */
        TAIL
    }

    /** How far a chunk is. */
    public enum State {
        /** To be copied. */
        PLANNED,
        /** Its statement may have been sent. */
        BEGUN,
        /** Its rows are in a staging table, and known part by part; some may have been published. */
        FILLED,
        /** All its rows are in the new table. */
        PUBLISHED,
        /** Others have taken its place. */
        REPLACED
    }

    /**
     * What was copied.
     *
     * @param rows counted on both sides
     * @param bytes on disk
     * @param checksum of the rows, whatever their order; the same on both sides; empty where nobody has compared them
     * @param upTo the last block number that is in it
     * @param parts that hold the rows, wherever they are
     */
    public record Filling(long rows, long bytes, String checksum, long upTo, List<Part> parts) {

        public static final Filling NONE = new Filling(0, 0, "", 0, List.of());

        public Filling {
            parts = List.copyOf(parts);
        }

        boolean wasCompared() {
            return !checksum.isEmpty();
        }

        /** The same, compared, and with the numbers that its parts have got in the new table. */
        public Filling seen(String sum, Map<String, Long> blocks) {
            return new Filling(
                    rows,
                    bytes,
                    sum,
                    upTo,
                    parts.stream()
                            .map(part -> part.in(blocks.getOrDefault(part.uuid(), 0L)))
                            .toList());
        }
    }

    /**
     * A part of a table, by what stays the same wherever it is moved.
     *
     * @param partition that it belongs to, in the new table
     * @param uuid its own
     * @param rows in it
     * @param block its number in the new table, which its rows keep when it is merged; 0 as long as that is not known
     */
    public record Part(String partition, String uuid, long rows, long block) {

        /** One that is not in the new table yet. */
        public Part(String partition, String uuid, long rows) {
            this(partition, uuid, rows, 0);
        }

        Part in(long number) {
            return new Part(partition, uuid, rows, number);
        }
    }
}
