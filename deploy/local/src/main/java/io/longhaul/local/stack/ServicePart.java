package io.longhaul.local.stack;

import io.longhaul.local.service.Service;
import java.nio.file.Path;
import java.util.Optional;

/** A private service as a part of the stack. */
record ServicePart(Service service) implements Part {

    @Override
    public String name() {
        return service.name();
    }

    @Override
    public void start() {
        service.start();
    }

    @Override
    public void stop() {
        service.stop();
    }

    @Override
    public State state() {
        if (!service.isRunning()) {
            return State.DOWN;
        }
        return service.isReady() ? State.UP : State.SILENT;
    }

    @Override
    public Optional<Long> pid() {
        return service.isRunning() ? Optional.of(service.pid()) : Optional.empty();
    }

    @Override
    public Optional<String> url() {
        return service.isRunning() ? Optional.of(service.url()) : Optional.empty();
    }

    @Override
    public Path log() {
        return service.log();
    }
}
