package io.longhaul.worker.target;

import io.longhaul.common.run.Failure;
import io.longhaul.common.run.Hold;
import io.longhaul.common.run.QueryId;
import io.longhaul.common.run.RunId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What carries out statements inside the worker itself, and has neither tables nor a disk. */
public abstract class OwnTarget implements Target {

    @Override
    public List<Map<String, String>> rows(String query, Map<String, String> parameters) {
        throw none("queries");
    }

    @Override
    public List<String> tables(String prefix) {
        return List.of();
    }

    @Override
    public long freeDiskBytes() {
        throw none("disk");
    }

    @Override
    public long freeDiskBytesFor(String table) {
        throw none("disk");
    }

    @Override
    public long rowCount(String table) {
        throw none("tables");
    }

    @Override
    public long tableBytes(String table) {
        throw none("tables");
    }

    private static TargetRefused none(String what) {
        return new TargetRefused(new Failure("check", "no-target", "the worker itself has no " + what));
    }

    @Override
    public boolean mayPass(Failure failure) {
        return false;
    }

    @Override
    public boolean gaveNoAnswer(Failure failure) {
        return false;
    }

    @Override
    public boolean changedNothing(Failure failure) {
        return false;
    }

    @Override
    public String quoted(String identifier) {
        return identifier;
    }

    @Override
    public void fence(Hold hold) {}

    @Override
    public Optional<Boolean> committed(QueryId query) {
        return Optional.empty();
    }

    /**
     * What is done inside the worker works on databases of its own choosing, which have no part in its journal line.
     */
    @Override
    public boolean mark(QueryId query) {
        return false;
    }

    @Override
    public Marks marks(RunId run) {
        return Marks.NONE;
    }

    @Override
    public boolean isReachable() {
        return true;
    }

    @Override
    public void close() {}
}
