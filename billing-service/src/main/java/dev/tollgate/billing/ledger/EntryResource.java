package dev.tollgate.billing.ledger;

import dev.tollgate.billing.internal.PageAsk;
import dev.tollgate.billing.internal.Required;
import dev.tollgate.contract.billing.v1.LedgerEntryView;
import dev.tollgate.contract.http.InternalPaths;
import dev.tollgate.contract.page.Page;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/// An account's ledger.
@Tag(name = "Ledger")
@Path(InternalPaths.ROOT)
@Produces(MediaType.APPLICATION_JSON)
class EntryResource {
    private final Entries entries;

    EntryResource(Entries entries) {
        this.entries = entries;
    }

    @Operation(summary = "An account's ledger entries, newest first.")
    @GET
    @Path("/ledger/{accountId}/entries")
    public Uni<Page<LedgerEntryView>> entries(
            @RestPath String accountId,
            @RestQuery @Nullable String after,
            @RestQuery @Nullable String before,
            @RestQuery @Nullable Integer limit) {
        return entries.page(Required.text(accountId, "account_id"), PageAsk.of(after, before, limit));
    }
}
