package dev.tollgate.ratelimit.lease;

import dev.tollgate.contract.http.InternalPaths;
import dev.tollgate.contract.ratelimit.v1.Dimension;
import dev.tollgate.contract.ratelimit.v1.SliceAnswers;
import dev.tollgate.contract.ratelimit.v1.SliceAsks;
import dev.tollgate.contract.ratelimit.v1.SliceReturns;
import dev.tollgate.ratelimit.internal.Required;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Slices over HTTP. Nothing granted is an answer, not an error.
@Tag(name = "Slices")
@Path(InternalPaths.SLICES)
class SliceResource {
    private static final int ASKS_MAX = 1_000;
    private static final long LIMIT_MAX = 1_000_000_000_000L;
    /// Each slot is a member in Redis, made in one script.
    private static final long SLOTS_MAX = 1_000;

    private final Slices slices;

    SliceResource(Slices slices) {
        this.slices = slices;
    }

    /// Grants what there is, up to the amount asked.
    @Operation(summary = "Grants slices of large limits, up to the amount asked.")
    @POST
    public Uni<SliceAnswers> ask(@Nullable SliceAsks body) {
        SliceAsks asks = Required.value(body, "body");
        Required.id(asks.edgeId(), "edgeId");
        Required.atMost(asks.asks(), ASKS_MAX, "asks");
        asks.asks().forEach(ask -> {
            Required.id(ask.sliceId(), "asks.sliceId");
            Required.subject(ask.subject(), "asks.subject");
            Dimension dimension = Required.value(ask.dimension(), "asks.dimension");
            Required.within(ask.limit(), 1, LIMIT_MAX, "asks.limit");
            long most = dimension == Dimension.CONCURRENCY ? SLOTS_MAX : LIMIT_MAX;
            Required.within(ask.amount(), 1, most, "asks.amount");
            Required.within(ask.waiting(), 0, ask.amount(), "asks.waiting");
        });
        return slices.grant(asks);
    }

    /// Takes back what was not used.
    @Operation(summary = "Takes back what was not used of slices.")
    @POST
    @Path("/returns")
    public Uni<Void> giveBack(@Nullable SliceReturns body) {
        SliceReturns returns = Required.value(body, "body");
        Required.id(returns.edgeId(), "edgeId");
        Required.atMost(returns.returns(), ASKS_MAX, "returns");
        returns.returns().forEach(rest -> {
            Required.id(rest.sliceId(), "returns.sliceId");
            Required.subject(rest.subject(), "returns.subject");
            if (Required.value(rest.dimension(), "returns.dimension") == Dimension.CONCURRENCY) {
                throw Required.invalid(
                        "returns.dimension", "Concurrency slots are released by name, as corrections are.");
            }
            Required.within(rest.amount(), 0, LIMIT_MAX, "returns.amount");
        });
        return slices.takeBack(returns);
    }
}
