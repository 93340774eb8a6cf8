package io.longhaul.worker.target.java;

import io.longhaul.common.migration.Action;
import io.longhaul.common.migration.Condition;
import io.longhaul.common.migration.Functions;
import io.longhaul.common.run.Failure;
import io.longhaul.common.run.QueryId;
import io.longhaul.common.store.Checkpoints;
import io.longhaul.common.store.StoreUnavailable;
import io.longhaul.worker.target.Outcome;
import io.longhaul.worker.target.OwnTarget;
import io.longhaul.worker.target.Running;
import io.longhaul.worker.target.TargetRefused;
import io.longhaul.worker.target.TargetStatement;
import io.longhaul.worker.target.Targets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The functions of the worker's migrations. A statement is the name of an action, a query that of a condition. What an
 * action sends carries its run and epoch, so that settling finds it on the databases; the action itself ends with its
 * process.
 */
public final class JavaTarget extends OwnTarget {

    static final String WAITS = "waits";
    private static final Logger log = LoggerFactory.getLogger(JavaTarget.class);
    static final String SOURCE = "java";

    private final Functions functions;
    private final Targets databases;
    private final Checkpoints checkpoints;
    private final BooleanSupplier mayAct;
    private final LongSupplier nanoTime;
    private final Optional<InTime> inTime;
    private final Map<QueryId, JavaWork> atWork = new ConcurrentHashMap<>();

    /**
     * For one worker.
     *
     * @param functions of all its migrations
     * @param databases that the functions come to
     * @param mayAct false while the worker cannot say that it lives
     * @param nanoTime for intervals
     */
    public JavaTarget(
            Functions functions,
            Targets databases,
            Checkpoints checkpoints,
            BooleanSupplier mayAct,
            LongSupplier nanoTime) {
        this(functions, databases, checkpoints, mayAct, nanoTime, Optional.empty());
    }

    /** For who only looks: no action is carried out, and a condition answers in time or not at all. */
    public static JavaTarget readOnly(Functions functions, Targets databases, Duration timeout, LongSupplier nanoTime) {
        return new JavaTarget(
                functions, databases, new NoCheckpoints(), () -> false, nanoTime, Optional.of(new InTime(timeout)));
    }

    /** For who asks questions that may take their time; no action is carried out. */
    public static JavaTarget asking(Functions functions, Targets databases, LongSupplier nanoTime) {
        return new JavaTarget(functions, databases, new NoCheckpoints(), () -> false, nanoTime, Optional.empty());
    }

    private JavaTarget(
            Functions functions,
            Targets databases,
            Checkpoints checkpoints,
            BooleanSupplier mayAct,
            LongSupplier nanoTime,
            Optional<InTime> inTime) {
        this.inTime = inTime;
        this.functions = functions;
        this.databases = databases;
        this.checkpoints = checkpoints;
        this.mayAct = mayAct;
        this.nanoTime = nanoTime;
    }

    @Override
    public Outcome execute(TargetStatement statement) {
        Action action = functions.actions().get(statement.sql().strip());
        if (action == null) {
            return new Outcome.Failed(unknown("action", statement.sql()));
        }
        JavaWork work =
                new JavaWork(statement.query(), databases, statement.parameters(), checkpoints, mayAct, nanoTime);
        atWork.put(statement.query(), work);
        try {
            action.carryOut(work);
            return work.isKilled()
                    ? new Outcome.Failed(new Failure(SOURCE, "stopped", "the function was to end, and returned"))
                    : new Outcome.Returned(0);
        } catch (StatementFailed failed) {
            return databases.gaveNoAnswer(failed.failure())
                    ? new Outcome.Lost(failed.failure())
                    : new Outcome.Failed(failed.failure());
        } catch (Stopped stopped) {
            return new Outcome.Failed(new Failure(SOURCE, "stopped", String.valueOf(stopped.getMessage())));
        } catch (StoreUnavailable away) {
            return new Outcome.Failed(new Failure(SOURCE, WAITS, String.valueOf(away.getMessage())));
        } catch (Exception | LinkageError thrown) {
            log.atWarn().setCause(thrown).addKeyValue("action", statement.sql()).log("an action failed");
            return new Outcome.Failed(new Failure(SOURCE, thrown.getClass().getSimpleName(), message(thrown)));
        } finally {
            atWork.remove(statement.query());
        }
    }

    @Override
    public List<Map<String, String>> rows(String query, Map<String, String> parameters) {
        Condition condition = functions.conditions().get(query.strip());
        if (condition == null) {
            throw new TargetRefused(unknown("condition", query));
        }
        try {
            JavaLook look = new JavaLook(databases, parameters);
            boolean holds =
                    inTime.isPresent() ? inTime.get().holds(query.strip(), condition, look) : condition.holds(look);
            return List.of(Map.of("holds", holds ? "1" : "0"));
        } catch (TargetRefused refused) {
            throw refused;
        } catch (StatementFailed failed) {
            throw new TargetRefused(failed.failure(), failed);
        } catch (Exception | LinkageError thrown) {
            throw new TargetRefused(new Failure(SOURCE, thrown.getClass().getSimpleName(), message(thrown)), thrown);
        }
    }

    private static Failure unknown(String kind, String name) {
        return new Failure(SOURCE, "unknown", "this worker has no %s '%s'".formatted(kind, name.strip()));
    }

    private static String message(Throwable thrown) {
        return thrown.getMessage() == null ? thrown.toString() : thrown.getMessage();
    }

    @Override
    public Optional<Running> running(QueryId query) {
        return Optional.ofNullable(atWork.get(query)).map(JavaWork::running);
    }

    @Override
    public List<QueryId> running(String prefix) {
        return atWork.keySet().stream()
                .filter(query -> query.value().startsWith(prefix))
                .toList();
    }

    @Override
    public void kill(QueryId query) {
        JavaWork work = atWork.get(query);
        if (work != null) {
            work.kill();
        }
    }

    /** Of the function's own failures only that the worker could not act for a while; those of databases are theirs. */
    @Override
    public boolean mayPass(Failure failure) {
        return failure.source().equals(SOURCE) && failure.code().equals(WAITS);
    }
}
