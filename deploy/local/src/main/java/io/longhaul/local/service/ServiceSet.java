package io.longhaul.local.service;

import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** Services that belong together, made when they are first needed, and started and closed side by side. */
public final class ServiceSet implements AutoCloseable {

    private final Function<Kind, Service> make;
    private final Map<Kind, Service> services = new EnumMap<>(Kind.class);

    public ServiceSet(Function<Kind, Service> make) {
        this.make = make;
    }

    /** Returns when each of these answers; throws what the first that failed threw. */
    public synchronized void start(Collection<Kind> kinds) {
        List<Service> wanted =
                kinds.stream().map(kind -> services.computeIfAbsent(kind, make)).toList();
        forEach(wanted, Service::start);
    }

    /** The service of this kind, once {@link #start} was called for it. */
    public synchronized Service of(Kind kind) {
        return Optional.ofNullable(services.get(kind))
                .orElseThrow(() -> new IllegalStateException(kind + " was not asked for: add it to LocalServices"));
    }

    @Override
    public synchronized void close() {
        forEach(List.copyOf(services.values()), Service::close);
        services.clear();
    }

    private static void forEach(List<Service> services, java.util.function.Consumer<Service> action) {
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            CompletableFuture.allOf(services.stream()
                            .map(service -> CompletableFuture.runAsync(() -> action.accept(service), threads))
                            .toArray(CompletableFuture<?>[]::new))
                    .join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        } finally {
            threads.shutdown();
        }
    }
}
