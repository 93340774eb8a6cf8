package io.longhaul.common.migration;

/**
 * What an operation in Java does, or what takes it back. It may be carried out again after a crash, as its operation's
 * crash rule says, so it must find out by itself what is done already: by the data, or by {@link Work#checkpoint}.
 */
@FunctionalInterface
public interface Action {

    /**
     * Does the work. Whatever it throws is a failure of the operation; a {@link WorkFailed} of {@link Work#execute} may
     * pass, and is tried again as that of any statement.
     */
    void carryOut(Work work) throws Exception;
}
