package dev.tollgate.ratelimit.limit;

import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceException;
import dev.tollgate.contract.ratelimit.v1.PermitAnswer;
import dev.tollgate.contract.ratelimit.v1.PermitAnswer.Refusal;
import dev.tollgate.contract.ratelimit.v1.PermitAnswer.Window;
import dev.tollgate.contract.ratelimit.v1.PermitAsk;
import dev.tollgate.ratelimit.day.Restoration;
import dev.tollgate.ratelimit.edge.Edges;
import dev.tollgate.ratelimit.store.Script;
import dev.tollgate.ratelimit.store.Scripts;
import dev.tollgate.ratelimit.store.WindowConfig;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Admits a request by all of its limits or by none: slot after slot, what was taken is given back when a later
/// slot refuses. Should this process or Redis die in between, what was taken lapses with its window (concurrency:
/// after 30 s): a caller that asks again with the same request id goes on from there.
@ApplicationScoped
class Permits {
    private final Scripts scripts;
    private final Edges edges;
    private final Restoration restoration;
    private final WindowConfig config;
    private final PermitMetrics metrics;

    Permits(Scripts scripts, Edges edges, Restoration restoration, WindowConfig config, PermitMetrics metrics) {
        this.scripts = scripts;
        this.edges = edges;
        this.restoration = restoration;
        this.config = config;
        this.metrics = metrics;
    }

    /// The same answer for the same request id, while it is remembered.
    Uni<PermitAnswer> judge(PermitAsk ask) {
        List<SlotChecks> slots = SlotChecks.inOrder(ask.checks());
        Uni<PermitAnswer> answer = ask.look()
                ? lookOn(ask, slots, 0, null, new ArrayList<>())
                : take(ask, slots, 0, new ArrayList<>(), false).onItem().invoke(metrics::answered);
        return Uni.combine()
                .all()
                .unis(answer, edges.seen(ask.edgeId()))
                .asTuple()
                .map(both -> {
                    return new PermitAnswer(
                            both.getItem1().refusal(), both.getItem1().windows(), both.getItem2());
                });
    }

    private Uni<PermitAnswer> take(
            PermitAsk ask, List<SlotChecks> slots, int at, List<Window> windows, boolean wasGivenBack) {
        if (at == slots.size()) {
            return wasGivenBack
                    ? undo(ask, slots).chain(this::forgotten)
                    : Uni.createFrom().item(new PermitAnswer(null, windows, 0));
        }
        return run(ask, slots.get(at), "take").chain(answer -> switch (answer) {
            case SlotAnswer.Admitted admitted -> {
                windows.addAll(admitted.windows());
                yield take(ask, slots, at + 1, windows, wasGivenBack);
            }
            case SlotAnswer.GivenBack ignored -> take(ask, slots, at + 1, windows, true);
            case SlotAnswer.Refused refused -> {
                windows.addAll(refused.windows());
                yield undo(ask, slots.subList(0, at))
                        .chain(() -> lookOn(ask, slots.subList(at + 1, slots.size()), 0, refused.refusal(), windows));
            }
        });
    }

    /// The other slots are looked at, so that a request after `Retry-After` is not refused there.
    private Uni<PermitAnswer> lookOn(
            PermitAsk ask, List<SlotChecks> slots, int at, @Nullable Refusal longest, List<Window> windows) {
        if (at == slots.size()) {
            return Uni.createFrom().item(new PermitAnswer(longest, windows, 0));
        }
        return run(ask, slots.get(at), "peek").chain(answer -> {
            @Nullable Refusal refusal = longest;
            if (answer instanceof SlotAnswer.Refused refused) {
                windows.addAll(refused.windows());
                boolean isLonger = longest == null || refused.refusal().retryAfterMillis() > longest.retryAfterMillis();
                refusal = isLonger ? refused.refusal() : longest;
            } else if (answer instanceof SlotAnswer.Admitted admitted) {
                windows.addAll(admitted.windows());
            }
            return lookOn(ask, slots, at + 1, refusal, windows);
        });
    }

    /// Asked again after the refusal is forgotten but not what was given back: ask with a new request id.
    private Uni<PermitAnswer> forgotten() {
        return Uni.createFrom()
                .failure(new ServiceException(
                        ErrorCode.SERVICE_UNAVAILABLE, "This request was refused some seconds ago."));
    }

    private Uni<SlotAnswer> run(PermitAsk ask, SlotChecks slot, String mode) {
        List<Object> arguments = new ArrayList<>(List.of(
                ask.requestId(),
                config.length().toMillis(),
                config.bucket().toMillis(),
                config.logMax(),
                ask.tokens(),
                config.concurrencyLifetime().toMillis(),
                config.refusalMemory().toMillis(),
                mode));
        arguments.addAll(slot.limits());
        return scripts.run(Script.PERMIT, slot.keys(ask.requestId()), arguments)
                .map(numbers -> SlotAnswer.of(slot, numbers))
                .onItem()
                .invoke(this::heed);
    }

    private void heed(SlotAnswer answer) {
        switch (answer) {
            case SlotAnswer.Admitted admitted -> admitted.unsure().forEach(restoration::isUnsure);
            case SlotAnswer.Refused refused -> refused.unsure().forEach(restoration::isUnsure);
            case SlotAnswer.GivenBack ignored -> {}
        }
    }

    private Uni<Void> undo(PermitAsk ask, List<SlotChecks> slots) {
        List<Object> arguments = List.of(
                ask.requestId(),
                config.length().toMillis(),
                config.bucket().toMillis(),
                config.refusalMemory().toMillis());
        return slots.isEmpty()
                ? Uni.createFrom().voidItem()
                : scripts.all(slots, slot -> scripts.run(Script.UNDO, slot.keys(ask.requestId()), arguments));
    }
}
