package io.longhaul.worker.run;

import io.longhaul.common.migration.Engine;
import io.longhaul.common.run.Failure;
import io.longhaul.common.run.Hold;
import io.longhaul.worker.settle.Settling;
import java.time.Duration;
import java.util.stream.Stream;

/** Waits for the target however long that takes, and lets people see that it does. For one run. */
final class TargetWait implements Settling.Patience {

    private final Hold hold;
    private final Tools tools;
    private String told = "";

    TargetWait(Hold hold, Tools tools) {
        this.hold = hold;
        this.tools = tools;
    }

    @Override
    public boolean await(Duration atMost) throws InterruptedException {
        return tools.stop().await(atMost);
    }

    @Override
    public void answered() throws InterruptedException {
        tell("");
    }

    @Override
    public void refused(Failure failure) throws InterruptedException {
        tell("waiting for %s, which ".formatted(title(failure))
                + (tools.targets().gaveNoAnswer(failure) ? "does not answer" : "refuses: " + failure));
    }

    private static String title(Failure failure) {
        return Stream.of(Engine.values())
                .filter(engine -> engine.key().equals(failure.source()))
                .findFirst()
                .map(Engine::title)
                .orElse("the target");
    }

    private void tell(String reason) throws InterruptedException {
        if (reason.equals(told)) {
            return;
        }
        boolean ours = tools.patience()
                .ask(() -> reason.isEmpty()
                        ? tools.runs().goesOn(hold)
                        : tools.runs().explain(hold, reason));
        if (!ours) {
            throw new Fenced(hold);
        }
        told = reason;
    }
}
