package dev.tollgate.console.payments;

import dev.tollgate.console.access.InPath;
import dev.tollgate.console.access.Requires;
import dev.tollgate.console.error.Body;
import dev.tollgate.console.peers.AuthPeer;
import dev.tollgate.console.peers.PaymentsPeer;
import dev.tollgate.contract.auth.v1.Permission;
import dev.tollgate.contract.billing.v1.ContactCommand;
import dev.tollgate.contract.billing.v1.ContactView;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Whom mails about an account's money go to.
@Tag(name = "Payments")
@Path("/api/v1/accounts/{id}/billing-contact")
@Produces(MediaType.APPLICATION_JSON)
public class ContactResource {
    private final AuthPeer authPeer;
    private final PaymentsPeer payments;

    @Inject
    ContactResource(AuthPeer authPeer, PaymentsPeer payments) {
        this.authPeer = authPeer;
        this.payments = payments;
    }

    @Operation(summary = "Whom mails about the account's money go to.")
    @GET
    @Requires(value = Permission.BILLING_READ, account = InPath.class)
    public Uni<ContactView> contact(@PathParam("id") String id) {
        return authPeer.account(id).chain(() -> payments.contact(id));
    }

    @Operation(summary = "Names whom mails about the account's money go to; without an address, nobody.")
    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(value = Permission.BILLING_WRITE, account = InPath.class)
    public Uni<ContactView> setContact(@PathParam("id") String id, @Nullable ContactCommand body) {
        ContactCommand command = Body.required(body);
        return authPeer.account(id).chain(() -> payments.setContact(id, command));
    }
}
