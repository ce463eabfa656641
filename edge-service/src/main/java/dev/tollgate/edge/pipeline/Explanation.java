package dev.tollgate.edge.pipeline;

import dev.tollgate.contract.billing.v1.CreditView;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.ratelimit.v1.PermitAnswer;
import dev.tollgate.contract.routing.v1.Catalogue.Fallbacks;
import dev.tollgate.contract.routing.v1.Catalogue.Strategy;
import dev.tollgate.edge.catalogue.Route;
import dev.tollgate.edge.credit.Credit;
import dev.tollgate.edge.dispatch.Rehearsal;
import dev.tollgate.edge.endpoint.Bounds;
import dev.tollgate.edge.endpoint.ModelRequest;
import dev.tollgate.edge.permit.Permits;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What is told of a request that was not sent. Amounts are nano-credits, as strings. What we pay a provider is not in
/// it.
record Explanation(Call call, Bounds bounds, List<Rehearsal.Candidate> candidates) {
    private static final String OBJECT = "explanation";
    private static final long SECOND_MILLIS = 1_000;

    /// One that would be refused before it is routed.
    static JsonObject refused(ModelRequest asked, ServiceError error) {
        return new JsonObject()
                .put("object", OBJECT)
                .put("endpoint", asked.body().operation().label())
                .put("model", asked.model())
                .put("admitted", false)
                .put("error", error(error));
    }

    private static JsonObject error(ServiceError error) {
        return new JsonObject()
                .put("status", error.code().status())
                .put("code", error.code().code())
                .put("message", error.message());
    }

    /// @param limits empty where they are not known at the moment
    /// @param credit empty for a free model, and where it is not known
    JsonObject told(Optional<Permits.Look> limits, Optional<CreditView> credit, Credit.Forecast forecast) {
        Route route = call.route();
        boolean reachable = candidates.stream().anyMatch(candidate -> candidate.out() == null);
        boolean pays = route.free() || credit.isEmpty() || isEnough(credit.get(), forecast);
        boolean inLimits = limits.map(look -> look.refusal() == null).orElse(true);
        return new JsonObject()
                .put("object", OBJECT)
                .put("endpoint", call.operation())
                .put("model", route.model().id())
                .put("group", route.group().id())
                .put("admitted", reachable && pays && inLimits)
                .put("limits", limits.map(Explanation::limits).orElse(null))
                .put("cost", cost(credit, forecast))
                .put("routing", routing());
    }

    private static boolean isEnough(CreditView credit, Credit.Forecast forecast) {
        return !credit.frozen() && forecast.hold() > 0;
    }

    private static JsonObject limits(Permits.Look look) {
        JsonArray windows = new JsonArray();
        for (PermitAnswer.Window window : look.windows()) {
            windows.add(new JsonObject()
                    .put("limit", window.dimension().name().toLowerCase(Locale.ROOT))
                    .put("of", window.subject().kind().name().toLowerCase(Locale.ROOT))
                    .put("size", window.limit())
                    .put("remaining", window.remaining())
                    .put("reset_seconds", Math.ceilDiv(window.resetMillis(), SECOND_MILLIS)));
        }
        PermitAnswer.Refusal refusal = look.refusal();
        return new JsonObject()
                .put("admitted", refusal == null)
                .put(
                        "retry_after_seconds",
                        refusal == null || refusal.retryAfterMillis() < 0
                                ? null
                                : (Long) Math.ceilDiv(refusal.retryAfterMillis(), SECOND_MILLIS))
                .put("windows", windows);
    }

    private JsonObject cost(Optional<CreditView> credit, Credit.Forecast forecast) {
        Route route = call.route();
        long ownBound = bounds.perChoice() * bounds.choices();
        boolean clamped = forecast.hold() > 0 && forecast.outputBound() < ownBound;
        return new JsonObject()
                .put("price_version", route.priceVersion())
                .put("group_multiplier_ppm", route.price().multiplierPpm())
                .put("free", route.free())
                .put("input_tokens_bound", bounds.input())
                .put("input_tokens_estimate", bounds.inputEstimate())
                .put("output_tokens_bound", bounds.output())
                .put("worst_case", Long.toString(route.free() ? 0 : forecast.bound()))
                .put("least_hold", Long.toString(route.free() ? 0 : forecast.least()))
                .put(
                        "credit_free",
                        credit.map(view -> Long.toString(view.free())).orElse(null))
                .put(
                        "sufficient",
                        route.free()
                                ? Boolean.TRUE
                                : credit.map(view -> (Boolean) isEnough(view, forecast))
                                        .orElse(null))
                .put(
                        "output_clamped_to",
                        route.free() || credit.isEmpty() || !clamped
                                ? null
                                : (Long) (forecast.outputBound() / bounds.choices()))
                .put("spend_limits", new JsonArray(call.key().spendLimitIds()));
    }

    private JsonObject routing() {
        Route route = call.route();
        Strategy own = route.group().strategy();
        Strategy strategy = own == null ? route.model().routing().strategy() : own;
        JsonArray told = new JsonArray();
        candidates.forEach(candidate -> told.add(candidate(candidate)));
        route.unusable()
                .forEach(unusable -> told.add(new JsonObject()
                        .put("deployment", unusable.deployment())
                        .put("provider", unusable.provider())
                        .put("usable", false)
                        .put("reason", "not_configured")
                        .put("message", "it has no credential")));
        Fallbacks fallbacks = route.model().routing().fallbacks();
        return new JsonObject()
                .put("strategy", strategy.name().toLowerCase(Locale.ROOT))
                .put("cache_lifetime_seconds", route.model().routing().cacheMillis() / SECOND_MILLIS)
                .put("candidates", told)
                .put(
                        "fallbacks",
                        new JsonObject()
                                .put("allowed", call.choices().fallback())
                                .put("context_window", new JsonArray(fallbacks.contextWindow()))
                                .put("content_policy", new JsonArray(fallbacks.contentPolicy()))
                                .put("any", new JsonArray(fallbacks.any())));
    }

    private static JsonObject candidate(Rehearsal.Candidate candidate) {
        Rehearsal.Out out = candidate.out();
        JsonObject told = new JsonObject()
                .put("deployment", candidate.target().id())
                .put("provider", candidate.target().provider().id())
                .put("priority", candidate.target().deployment().priority())
                .put("weight", candidate.target().deployment().weight())
                .put("usable", out == null)
                .put("pinned", candidate.pinned());
        if (candidate.firstTokenMillis() > 0) {
            told.put("first_token_ms", Math.round(candidate.firstTokenMillis()));
        }
        if (out != null) {
            told.put("reason", out.word()).put("message", out.message());
        }
        if (out != null && out.waitMillis() > 0) {
            told.put("retry_after_ms", out.waitMillis());
        }
        return told;
    }
}
