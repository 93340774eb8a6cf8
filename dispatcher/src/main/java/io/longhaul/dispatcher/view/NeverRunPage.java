package io.longhaul.dispatcher.view;

import io.longhaul.common.store.RunSearch.Registered;
import io.longhaul.dispatcher.text.Facts;
import io.longhaul.dispatcher.text.Tone;
import java.util.Locale;

/** A migration that never ran: what it is for, and its file with all operations and rollbacks. */
public final class NeverRunPage {

    private NeverRunPage() {}

    /** The page as text; {@code id} is what its reader types for the migration. */
    public static String draw(Registered registered, String id, int width, boolean colours) {
        Facts facts = new Facts(width, colours);
        facts.add("what", registered.description());
        boolean retired = registered.shipping().isRetired();
        if (retired) {
            facts.add("retired", "workers are up, and none of them ships it any more");
        } else {
            facts.add("you can", "run %s [--wait]".formatted(id));
        }
        return "%s   %s\n%s\n%s"
                .formatted(
                        Tone.STRONG.paint(registered.migration().value(), colours),
                        (retired ? Retirement.RETIRED : StateWords.NEVER_RUN).toUpperCase(Locale.ROOT),
                        facts.draw(),
                        PlanPage.of(registered));
    }
}
