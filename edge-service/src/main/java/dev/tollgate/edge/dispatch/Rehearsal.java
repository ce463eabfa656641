package dev.tollgate.edge.dispatch;

import dev.tollgate.edge.catalogue.Standing;
import dev.tollgate.edge.catalogue.Target;
import dev.tollgate.edge.provider.spi.CallBody;
import dev.tollgate.edge.provider.spi.ProviderAdapter;
import dev.tollgate.edge.provider.spi.Spoken;
import dev.tollgate.edge.provider.spi.Translation;
import dev.tollgate.edge.provider.spi.Upstream;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What would become of a request, were it sent now: nothing is sent, and nothing is learned from it.
@Singleton
public class Rehearsal {
    /// Why a deployment is not tried, or would come to nothing.
    ///
    /// @param word `ignored`, `unhealthy`, `not_offered`, `unsupported` or `not_configured`
    /// @param waitMillis until it may be tried again; 0 where waiting does not help
    public record Out(String word, String message, long waitMillis) {}

    /// @param out null for one that would be tried
    /// @param firstTokenMillis of late, as this edge saw it; 0 when not known
    public record Candidate(Target target, @Nullable Out out, boolean pinned, double firstTokenMillis) {}

    private final Dispatcher dispatcher;

    Rehearsal(Dispatcher dispatcher) {
        this.dispatcher = dispatcher;
    }

    /// All deployments of a route: those that would be tried, in their order, before those that are out.
    ///
    /// @param modelBound most output tokens of one answer of the model
    public List<Candidate> of(CallBody body, List<Target> targets, RouteWish asked, long modelBound) {
        Planning.Plan plan = dispatcher.planning().rehearse(targets, asked, body.flows());
        Standing standing = dispatcher.planning().standing(body.flows());
        List<Candidate> in = new ArrayList<>();
        List<Candidate> out = new ArrayList<>();
        List<Target> all = new ArrayList<>(plan.order());
        targets.stream().filter(target -> !all.contains(target)).forEach(all::add);
        for (Target target : all) {
            Out why = out(body, target, asked, modelBound);
            boolean pinned = target.id().equals(plan.wish().pinned());
            (why == null ? in : out).add(new Candidate(target, why, pinned, standing.firstTokenMillis(target.id())));
        }
        in.addAll(out);
        return in;
    }

    private @Nullable Out out(CallBody body, Target target, RouteWish asked, long modelBound) {
        if (!asked.hints().allow(target)) {
            return new Out("ignored", "the request's hints leave it out", 0);
        }
        if (!dispatcher.health().allows(target.id())) {
            return new Out(
                    "unhealthy",
                    "it failed or asked to be left alone",
                    dispatcher.health().retryAfterMillis(List.of(target)));
        }
        ProviderAdapter adapter = dispatcher.adapter(target.provider().kind());
        return switch (body.spoken(adapter)) {
            case Spoken.Unsaid(String param, String message) -> unsupported(param, message);
            case Spoken.Said said -> out(said, adapter, target, modelBound);
        };
    }

    private static @Nullable Out out(Spoken.Said said, ProviderAdapter adapter, Target target, long modelBound) {
        CallBody body = said.body();
        if (!adapter.operations().contains(body.operation())) {
            return new Out(
                    "not_offered",
                    "its provider does not offer " + body.operation().label(),
                    0);
        }
        if (!adapter.fetches(body).isEmpty()) {
            // What it says of files is known once they are fetched.
            return null;
        }
        Upstream upstream = new Upstream(
                target.provider().baseUrl(),
                target.deployment().upstreamModel(),
                target.secret(),
                null,
                modelBound,
                Map.of());
        return adapter.translate(body, upstream) instanceof Translation.Unsupported(String param, String message)
                ? unsupported(said.param().apply(param), message)
                : null;
    }

    private static Out unsupported(String param, String message) {
        return new Out("unsupported", param + ": " + message, 0);
    }
}
