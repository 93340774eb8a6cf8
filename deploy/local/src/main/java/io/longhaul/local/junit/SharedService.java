package io.longhaul.local.junit;

import io.longhaul.local.service.Service;
import java.nio.file.Path;

/** A service that other test classes use too: its addresses may be taken, but it may not be hurt. */
record SharedService(Service service) implements Service {

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
        throw refusal();
    }

    @Override
    public void kill() {
        throw refusal();
    }

    @Override
    public void freeze() {
        throw refusal();
    }

    @Override
    public void thaw() {
        throw refusal();
    }

    private UnsupportedOperationException refusal() {
        return new UnsupportedOperationException(
                name() + " is shared with other test classes: a class that hurts it uses LocalServices.own");
    }

    @Override
    public boolean isRunning() {
        return service.isRunning();
    }

    @Override
    public boolean isReady() {
        return service.isReady();
    }

    @Override
    public void awaitReady() {
        service.awaitReady();
    }

    @Override
    public String url() {
        return service.url();
    }

    @Override
    public String freshUrl() {
        return service.freshUrl();
    }

    @Override
    public long pid() {
        return service.pid();
    }

    @Override
    public Path log() {
        return service.log();
    }

    @Override
    public void close() {
        service.close();
    }
}
