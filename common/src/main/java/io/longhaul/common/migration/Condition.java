package io.longhaul.common.migration;

/** A question in Java, which changes nothing: a check, or whether an operation is done. */
@FunctionalInterface
public interface Condition {

    /** Yes or no; what it throws is neither. */
    boolean holds(Look look) throws Exception;
}
