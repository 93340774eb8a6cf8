package io.longhaul.dispatcher.reap;

import io.longhaul.common.store.StoreUnavailable;

/** Something to do again and again, whatever becomes of it this time. */
final class Duty implements Runnable {

    private static final String POSTGRESQL = "PostgreSQL";

    private final String name;
    private final Runnable act;
    private final Troubles troubles;

    Duty(String name, Runnable act, Troubles troubles) {
        this.name = name;
        this.act = act;
        this.troubles = troubles;
    }

    @Override
    public void run() {
        try {
            act.run();
            troubles.gone(POSTGRESQL);
            troubles.gone(name);
        } catch (StoreUnavailable away) {
            troubles.saw(POSTGRESQL, String.valueOf(away.getMessage()));
        } catch (RuntimeException unforeseen) {
            troubles.saw(name, unforeseen);
        }
    }
}
