package dev.tollgate.ratelimit.limit;

import dev.tollgate.contract.http.InternalPaths;
import dev.tollgate.contract.ratelimit.v1.ConcurrencyRenewal;
import dev.tollgate.contract.ratelimit.v1.PermitAnswer;
import dev.tollgate.contract.ratelimit.v1.PermitAsk;
import dev.tollgate.contract.ratelimit.v1.PermitCorrections;
import dev.tollgate.ratelimit.internal.Required;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Permits over HTTP. A refusal is an answer, not an error.
@Tag(name = "Permits")
@Path(InternalPaths.PERMITS)
class PermitResource {
    private static final int CHECKS_MAX = 16;
    private static final int CORRECTIONS_MAX = 1_000;
    private static final int RENEWALS_MAX = 100_000;
    private static final long TOKENS_MAX = 1_000_000_000_000L;

    private final Permits permits;
    private final Ended ended;

    PermitResource(Permits permits, Ended ended) {
        this.permits = permits;
        this.ended = ended;
    }

    /// All limits or none.
    @Operation(summary = "Admits a request by all of its small limits, or by none.")
    @POST
    public Uni<PermitAnswer> ask(@Nullable PermitAsk body) {
        PermitAsk ask = Required.value(body, "body");
        Required.id(ask.requestId(), "requestId");
        Required.id(ask.edgeId(), "edgeId");
        Required.within(ask.tokens(), 0, TOKENS_MAX, "tokens");
        Required.atMost(ask.checks(), CHECKS_MAX, "checks");
        ask.checks().forEach(check -> {
            Required.subject(check.subject(), "checks.subject");
            Required.value(check.limits(), "checks.limits");
        });
        return permits.judge(ask);
    }

    /// Tells of requests that have ended.
    @Operation(summary = "Tells of requests that have ended, and what they really took.")
    @POST
    @Path("/corrections")
    public Uni<Void> correct(@Nullable PermitCorrections body) {
        PermitCorrections corrections = Required.value(body, "body");
        Required.id(corrections.edgeId(), "edgeId");
        Required.atMost(corrections.corrections(), CORRECTIONS_MAX, "corrections");
        corrections.corrections().forEach(one -> {
            Required.id(one.requestId(), "corrections.requestId");
            Required.within(one.chargedTokens(), 0, TOKENS_MAX, "corrections.chargedTokens");
            Required.within(one.actualTokens(), 0, TOKENS_MAX, "corrections.actualTokens");
            Required.value(one.subjects(), "corrections.subjects")
                    .forEach(subject -> Required.subject(subject, "corrections.subjects"));
            Required.value(one.release(), "corrections.release")
                    .forEach(subject -> Required.subject(subject, "corrections.release"));
        });
        return ended.correct(corrections);
    }

    /// Tells of requests still under way.
    @Operation(summary = "Tells of requests still under way, whose concurrency permits go on.")
    @POST
    @Path("/renew")
    public Uni<Void> renew(@Nullable ConcurrencyRenewal body) {
        ConcurrencyRenewal renewal = Required.value(body, "body");
        Required.id(renewal.edgeId(), "edgeId");
        Required.atMost(renewal.held(), RENEWALS_MAX, "held");
        renewal.held().forEach(held -> {
            Required.id(held.requestId(), "held.requestId");
            Required.subject(held.subject(), "held.subject");
        });
        return ended.renew(renewal);
    }
}
