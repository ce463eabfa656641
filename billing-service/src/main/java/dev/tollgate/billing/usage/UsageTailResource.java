package dev.tollgate.billing.usage;

import dev.tollgate.contract.billing.v1.UsageTail;
import dev.tollgate.contract.http.InternalPaths;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/// Usage records as they come in.
@Tag(name = "Usage")
@Path(InternalPaths.USAGE_TAIL)
@Produces(MediaType.APPLICATION_JSON)
class UsageTailResource {
    private final UsageTails tails;

    UsageTailResource(UsageTails tails) {
        this.tails = tails;
    }

    @Operation(summary = "An account's records that were posted since a moment: at most 200, the newest.")
    @GET
    public Uni<UsageTail> tail(@RestQuery("account_id") @Nullable String accountId, @RestQuery @Nullable String since) {
        return tails.since(accountId, since);
    }
}
