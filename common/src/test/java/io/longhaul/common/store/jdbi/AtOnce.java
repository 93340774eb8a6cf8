package io.longhaul.common.store.jdbi;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Does several things at the same moment. */
final class AtOnce implements AutoCloseable {

    private final ExecutorService threads = Executors.newCachedThreadPool();

    /** What came of them, in their order; throws what the first that failed threw. */
    <T> List<T> all(List<Callable<T>> tasks) throws InterruptedException, ExecutionException {
        CyclicBarrier start = new CyclicBarrier(tasks.size());
        List<Callable<T>> together = new ArrayList<>();
        tasks.forEach(task -> together.add(() -> {
            start.await();
            return task.call();
        }));
        List<T> results = new ArrayList<>();
        for (Future<T> future : threads.invokeAll(together)) {
            results.add(future.get());
        }
        return results;
    }

    /** The same thing so many times. */
    <T> List<T> times(int count, Callable<T> task) throws InterruptedException, ExecutionException {
        return all(Collections.nCopies(count, task));
    }

    /** Begins something that may have to wait. */
    <T> Future<T> begin(Callable<T> task) {
        return threads.submit(task);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
