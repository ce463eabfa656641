package dev.tollgate.ratelimit.lease;

import dev.tollgate.contract.ratelimit.v1.SliceAnswers;
import dev.tollgate.contract.ratelimit.v1.SliceAnswers.SliceAnswer;
import dev.tollgate.contract.ratelimit.v1.SliceAsks;
import dev.tollgate.contract.ratelimit.v1.SliceAsks.SliceAsk;
import dev.tollgate.contract.ratelimit.v1.SliceReturns;
import dev.tollgate.contract.ratelimit.v1.SliceReturns.SliceReturn;
import dev.tollgate.ratelimit.day.Restoration;
import dev.tollgate.ratelimit.edge.Edges;
import dev.tollgate.ratelimit.store.Dimensions;
import dev.tollgate.ratelimit.store.Script;
import dev.tollgate.ratelimit.store.Scripts;
import dev.tollgate.ratelimit.store.Slot;
import dev.tollgate.ratelimit.store.WindowConfig;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Grants slices, each by one script in its subject's slot, and takes back what was not used.
@ApplicationScoped
class Slices {
    private final Scripts scripts;
    private final Edges edges;
    private final Restoration restoration;
    private final WindowConfig config;
    private final SliceMetrics metrics;

    Slices(Scripts scripts, Edges edges, Restoration restoration, WindowConfig config, SliceMetrics metrics) {
        this.scripts = scripts;
        this.edges = edges;
        this.restoration = restoration;
        this.config = config;
        this.metrics = metrics;
    }

    /// Answers in the order of the asks.
    Uni<SliceAnswers> grant(SliceAsks asks) {
        SliceAnswer[] answers = new SliceAnswer[asks.asks().size()];
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < answers.length; i++) {
            places.add(i);
        }
        Uni<Void> all =
                scripts.all(places, i -> grant(asks.asks().get(i)).onItem().invoke(answer -> answers[i] = answer));
        return Uni.combine()
                .all()
                .unis(all.replaceWith(true), edges.seen(asks.edgeId()))
                .asTuple()
                .map(both -> new SliceAnswers(Arrays.asList(answers), both.getItem2()));
    }

    private Uni<SliceAnswer> grant(SliceAsk ask) {
        long most = SliceSize.most(ask, config.length(), config.sliceValidity());
        return scripts.run(
                        Script.SLICE,
                        keys(ask.sliceId(), Slot.of(ask.subject()), ask),
                        List.of(
                                ask.sliceId(),
                                config.length().toMillis(),
                                config.bucket().toMillis(),
                                Dimensions.number(ask.dimension()),
                                ask.limit(),
                                most,
                                config.sliceValidity().toMillis(),
                                config.concurrencyLifetime().toMillis(),
                                ask.waiting()))
                .map(n -> {
                    metrics.answered(ask.dimension(), n.getFirst());
                    if (n.get(5) == 0) {
                        restoration.isUnsure(ask.subject());
                    }
                    return new SliceAnswer(ask.sliceId(), n.get(0), n.get(1), n.get(2), n.get(3), n.get(4));
                });
    }

    /// Each rest counts once, however often it is told.
    Uni<Void> takeBack(SliceReturns returns) {
        return edges.seen(returns.edgeId()).chain(() -> scripts.all(returns.returns(), this::takeBack));
    }

    private Uni<?> takeBack(SliceReturn rest) {
        Slot slot = Slot.of(rest.subject());
        List<String> keys = new ArrayList<>();
        keys.add(slot.slice(rest.sliceId()));
        keys.addAll(slot.windows(rest.subject()));
        return scripts.run(
                Script.GIVEBACK,
                keys,
                List.of(
                        rest.sliceId(),
                        config.length().toMillis(),
                        config.bucket().toMillis(),
                        Dimensions.number(rest.dimension()),
                        rest.amount()));
    }

    private static List<String> keys(String sliceId, Slot slot, SliceAsk ask) {
        List<String> keys = new ArrayList<>();
        keys.add(slot.slice(sliceId));
        keys.addAll(slot.windows(ask.subject()));
        return keys;
    }
}
