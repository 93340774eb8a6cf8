package io.longhaul.worker.prove;

import io.longhaul.common.run.Failure;
import io.longhaul.common.run.Hold;
import io.longhaul.common.run.QueryId;
import io.longhaul.common.run.RunId;
import io.longhaul.worker.target.Marks;
import io.longhaul.worker.target.Running;
import io.longhaul.worker.target.Target;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A target that hands everything on to a real one; how statements end is for others to say. */
abstract class Through implements Target {

    final Target real;

    Through(Target real) {
        this.real = real;
    }

    @Override
    public List<Map<String, String>> rows(String query, Map<String, String> parameters) {
        return real.rows(query, parameters);
    }

    @Override
    public Optional<Running> running(QueryId query) {
        return real.running(query);
    }

    @Override
    public List<QueryId> running(String prefix) {
        return real.running(prefix);
    }

    @Override
    public void kill(QueryId query) {
        real.kill(query);
    }

    @Override
    public List<String> tables(String prefix) {
        return real.tables(prefix);
    }

    @Override
    public long freeDiskBytes() {
        return real.freeDiskBytes();
    }

    @Override
    public long freeDiskBytesFor(String table) {
        return real.freeDiskBytesFor(table);
    }

    @Override
    public long rowCount(String table) {
        return real.rowCount(table);
    }

    @Override
    public long tableBytes(String table) {
        return real.tableBytes(table);
    }

    @Override
    public boolean mayPass(Failure failure) {
        return real.mayPass(failure);
    }

    @Override
    public boolean gaveNoAnswer(Failure failure) {
        return real.gaveNoAnswer(failure);
    }

    @Override
    public boolean changedNothing(Failure failure) {
        return real.changedNothing(failure);
    }

    @Override
    public String quoted(String identifier) {
        return real.quoted(identifier);
    }

    @Override
    public void fence(Hold hold) {
        real.fence(hold);
    }

    @Override
    public Optional<Boolean> committed(QueryId query) {
        return real.committed(query);
    }

    @Override
    public boolean mark(QueryId query) {
        return real.mark(query);
    }

    @Override
    public Marks marks(RunId run) {
        return real.marks(run);
    }

    @Override
    public boolean isReachable() {
        return real.isReachable();
    }

    @Override
    public void close() {
        real.close();
    }
}
