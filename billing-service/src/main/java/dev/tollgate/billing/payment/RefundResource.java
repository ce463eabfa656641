package dev.tollgate.billing.payment;

import dev.tollgate.billing.internal.PageAsk;
import dev.tollgate.billing.internal.Required;
import dev.tollgate.billing.internal.Search;
import dev.tollgate.contract.billing.v1.RefundCommand;
import dev.tollgate.contract.billing.v1.RefundDecision;
import dev.tollgate.contract.billing.v1.RefundRequestView;
import dev.tollgate.contract.http.InternalPaths;
import dev.tollgate.contract.page.Page;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/// Refunds of credit that was paid for and is unused.
@Tag(name = "Refunds")
@Path(InternalPaths.ROOT)
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
class RefundResource {
    private final Refunding refunding;
    private final PaymentViews views;

    RefundResource(Refunding refunding, PaymentViews views) {
        this.refunding = refunding;
        this.views = views;
    }

    @Operation(summary = "Asks for a refund, once per idempotency key.")
    @POST
    @Path("/payments/accounts/{accountId}/refunds")
    public Uni<RefundRequestView> ask(@RestPath String accountId, @Nullable RefundCommand command) {
        return refunding
                .ask(Required.text(accountId, "account_id"), Required.body(command))
                .flatMap(request -> views.refund(request.id()));
    }

    @Operation(summary = "An account's refunds, newest first.")
    @GET
    @Path("/payments/accounts/{accountId}/refunds")
    public Uni<Page<RefundRequestView>> list(
            @RestPath String accountId,
            @RestQuery @Nullable String after,
            @RestQuery @Nullable String before,
            @RestQuery @Nullable Integer limit) {
        return views.refunds(Required.text(accountId, "account_id"), PageAsk.of(after, before, limit));
    }

    @Operation(
            summary =
                    "Refunds of all accounts that nobody decided on, the oldest first; found by id, account or a part of the reason.")
    @GET
    @Path("/refunds")
    public Uni<Page<RefundRequestView>> open(
            @RestQuery @Nullable String search,
            @RestQuery @Nullable String after,
            @RestQuery @Nullable String before,
            @RestQuery @Nullable Integer limit) {
        return views.openRefunds(Search.of(search), PageAsk.of(after, before, limit));
    }

    @Operation(summary = "One refund, with the parts in which its money goes back.")
    @GET
    @Path("/refunds/{id}")
    public Uni<RefundRequestView> refund(@RestPath String id) {
        return views.refund(id);
    }

    @Operation(summary = "Approves a refund: credit is held, the oldest payment's first, and the money sent back.")
    @POST
    @Path("/refunds/{id}/approve")
    public Uni<RefundRequestView> approve(@RestPath String id, @Nullable RefundDecision decision) {
        return refunding.approve(id, note(decision)).flatMap(_ -> views.refund(id));
    }

    @Operation(summary = "Denies a refund.")
    @POST
    @Path("/refunds/{id}/deny")
    public Uni<RefundRequestView> deny(@RestPath String id, @Nullable RefundDecision decision) {
        return refunding.deny(id, note(decision)).flatMap(_ -> views.refund(id));
    }

    private static @Nullable String note(@Nullable RefundDecision decision) {
        String note = decision == null ? null : decision.note();
        return note == null ? null : Required.text(note, "note");
    }
}
