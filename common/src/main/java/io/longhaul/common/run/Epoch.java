package io.longhaul.common.run;

/**
 * The fencing token of a run: every claim and every takeover adds one, so that whoever holds an older one is known to
 * be late (Kleppmann, "How to do distributed locking", 2016).
 *
 * @param value 0 before the first claim
 */
public record Epoch(long value) implements Comparable<Epoch> {

    @Override
    public int compareTo(Epoch other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
