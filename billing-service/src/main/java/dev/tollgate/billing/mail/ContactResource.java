package dev.tollgate.billing.mail;

import dev.tollgate.billing.internal.Required;
import dev.tollgate.contract.billing.v1.ContactCommand;
import dev.tollgate.contract.billing.v1.ContactView;
import dev.tollgate.contract.http.InternalPaths;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/// Whom mails about an account's money go to.
@Tag(name = "Payments")
@Path(InternalPaths.BILLING_CONTACTS + "/{accountId}")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
class ContactResource {
    private final Contacts contacts;

    ContactResource(Contacts contacts) {
        this.contacts = contacts;
    }

    @Operation(summary = "Whom mails about an account's money go to.")
    @GET
    public Uni<ContactView> get(@RestPath String accountId) {
        return contacts.view(accountId);
    }

    @Operation(summary = "Names whom mails about an account's money go to; without an address, nobody.")
    @PUT
    public Uni<ContactView> put(@RestPath String accountId, @Nullable ContactCommand command) {
        return contacts.put(Required.text(accountId, "account_id"), Required.body(command));
    }
}
