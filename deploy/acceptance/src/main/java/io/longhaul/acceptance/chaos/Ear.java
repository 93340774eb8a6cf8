package io.longhaul.acceptance.chaos;

import io.longhaul.acceptance.chaos.Statements.Sent;
import io.longhaul.acceptance.chaos.Traps.Trap;
import io.longhaul.acceptance.link.Wiretap;
import io.longhaul.local.service.Kind;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Hears one connection of a member, counts statements, springs traps. */
final class Ear implements Wiretap {

    /** ReadyForQuery outside a transaction (PostgreSQL, "Message Formats"): what was said before is committed. */
    private static final String COMMITTED = "Z\0\0\0\5I";

    private static final String WISH = "SET wish";
    private static final int LONGEST = 256 * 1024;
    private static final Duration A_LITTLE = Duration.ofMillis(150);
    private static final Duration AT_ONCE = Duration.ofMillis(2);

    private final Member member;
    private final Kind service;
    private final Traps traps;
    private final Statements statements;
    private final StringBuilder request = new StringBuilder();
    private final Set<Moment> heard = EnumSet.noneOf(Moment.class);
    private @Nullable Trap pending;
    private @Nullable Sent statement;
    private boolean wish;

    Ear(Member member, Kind service, Traps traps, Statements statements) {
        this.member = member;
        this.service = service;
        this.traps = traps;
        this.statements = statements;
    }

    @Override
    public boolean said(String packet) {
        Optional<Trap> trap = understand(packet);
        boolean passes = trap.isEmpty() || springBefore(trap.get());
        if (passes) {
            reached();
        }
        return passes;
    }

    private synchronized Optional<Trap> understand(String packet) {
        if (service != Kind.CLICKHOUSE || request.length() > LONGEST) {
            request.setLength(0);
            heard.clear();
        }
        request.append(packet);
        wish |= service == Kind.POSTGRES && member.role() == Role.DISPATCHER && packet.contains(WISH);
        return traps.hear(member.role(), service, request.toString(), heard);
    }

    private boolean springBefore(Trap trap) {
        if (trap.moment() == Moment.DURING_STATEMENT) {
            member.sufferLater(trap, A_LITTLE);
            return true;
        }
        if (!trap.moment().isAfter()) {
            return member.suffer(trap);
        }
        if (trap.moment() == Moment.AFTER_ACK) {
            // RabbitMQ does not answer it.
            member.sufferLater(trap, AT_ONCE);
        } else {
            synchronized (this) {
                pending = trap;
            }
        }
        return true;
    }

    private synchronized void reached() {
        if (service == Kind.CLICKHOUSE && statement == null) {
            Statements.in(request.toString(), member.process()).ifPresent(sent -> {
                statement = sent;
                statements.reached(sent);
            });
        }
    }

    @Override
    public boolean answered(String packet) {
        Trap sprung = conclude(packet);
        return sprung == null || member.suffer(sprung);
    }

    private synchronized @Nullable Trap conclude(String packet) {
        if (service == Kind.POSTGRES && !packet.contains(COMMITTED)) {
            return null;
        }
        if (wish) {
            wish = false;
            statements.askedToEnd();
        }
        Sent answered = statement;
        if (answered != null) {
            statements.ended(answered);
        }
        statement = null;
        request.setLength(0);
        heard.clear();
        Trap sprung = pending;
        pending = null;
        return sprung;
    }
}
