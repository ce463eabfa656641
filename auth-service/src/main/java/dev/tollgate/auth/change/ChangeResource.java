package dev.tollgate.auth.change;

import dev.tollgate.auth.internal.Fault;
import dev.tollgate.contract.change.ChangePage;
import dev.tollgate.contract.http.InternalPaths;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.temporal.ChronoUnit;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// What edges ask twice a second: "since revision n?"
@Tag(name = "Changes")
@Path(InternalPaths.CHANGES)
class ChangeResource {
    private final ChangeStore store;
    private final FeedConfig config;

    ChangeResource(ChangeStore store, FeedConfig config) {
        this.store = store;
        this.config = config;
    }

    @Operation(summary = "What has changed since a revision; 204 when nothing has.")
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Timeout(value = 5, unit = ChronoUnit.SECONDS)
    public Uni<RestResponse<ChangePage>> since(@QueryParam("since") @Nullable String since) {
        return store.since(revision(since)).map(state -> state.since(revision(since), config.pageMax())
                .map(RestResponse::ok)
                .orElseGet(RestResponse::noContent));
    }

    private static long revision(@Nullable String since) {
        if (since == null) {
            Fault.refuse(Fault.missing("since"));
        } else if (!since.matches("\\d{1,18}")) {
            Fault.refuse(Fault.invalid("since", "must be a revision, 0 or more"));
        } else {
            return Long.parseLong(since);
        }
        return 0;
    }
}
