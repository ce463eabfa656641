package dev.tollgate.auth.invitation;

import dev.tollgate.auth.change.Origin;
import dev.tollgate.auth.internal.Cursor;
import dev.tollgate.auth.internal.Fault;
import dev.tollgate.auth.mail.Mails;
import dev.tollgate.contract.auth.v1.InvitationCommand;
import dev.tollgate.contract.auth.v1.InvitationView;
import dev.tollgate.contract.auth.v1.MailedToken;
import dev.tollgate.contract.error.ServiceException;
import dev.tollgate.contract.http.InternalPaths;
import dev.tollgate.contract.page.Page;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/// Management of invitations: an account's where `account_id` names one, else the installation's.
@Tag(name = "Invitations")
@Path(InternalPaths.INVITATIONS)
@Produces(MediaType.APPLICATION_JSON)
@Timeout(value = 5, unit = ChronoUnit.SECONDS)
public class InvitationResource {
    private static final int SEARCH_MAX = 100;

    private final Invitations invitations;
    private final InvitationStore store;
    private final Mails mails;

    InvitationResource(Invitations invitations, InvitationStore store, Mails mails) {
        this.invitations = invitations;
        this.store = store;
        this.mails = mails;
    }

    @Operation(summary = "Invitations, newest first; by a part of the address.")
    @GET
    public Uni<Page<InvitationView>> list(
            @RestQuery("account_id") @Nullable String accountId,
            @RestQuery @Nullable String search,
            @RestQuery @Nullable String after,
            @RestQuery @Nullable String before,
            @RestQuery @Nullable Integer limit) {
        Cursor cursor = Cursor.of(after, before, limit);
        Instant now = Instant.now();
        String wanted = search == null || search.isBlank() ? null : search.strip();
        if (wanted != null && (wanted.length() > SEARCH_MAX || wanted.indexOf('\0') >= 0)) {
            throw new ServiceException(Fault.invalid("search", "must not be longer than " + SEARCH_MAX));
        }
        return store.list(accountId, wanted, cursor)
                .map(rows -> cursor.page(rows.stream().map(row -> row.view(now)).toList(), InvitationView::id));
    }

    @Operation(summary = "Invites whoever has a mailbox; `by` is the user who does.")
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<InvitationView> make(
            @BeanParam Origin origin,
            @RestQuery("account_id") @Nullable String accountId,
            @RestQuery @Nullable String by,
            @Nullable InvitationCommand body) {
        InvitationCommand command = Fault.required(body);
        mails.require();
        Fault.refuse(InvitationRules.faultOf(command, accountId != null));
        return invitations.make(accountId, command, by, origin);
    }

    @Operation(summary = "Sends the mail again; the link before is none any more.")
    @POST
    @Path("/{id}/resend")
    public Uni<InvitationView> resend(
            @BeanParam Origin origin, @RestPath String id, @RestQuery("account_id") @Nullable String accountId) {
        mails.require();
        return invitations.resend(accountId, id, origin);
    }

    @Operation(summary = "Takes an invitation back.")
    @POST
    @Path("/{id}/revoke")
    public Uni<InvitationView> revoke(
            @BeanParam Origin origin, @RestPath String id, @RestQuery("account_id") @Nullable String accountId) {
        return invitations.revoke(accountId, id, origin);
    }

    @Operation(summary = "What the link of a mail invites to.")
    @POST
    @Path("/look")
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<InvitationView> look(@Nullable MailedToken body) {
        return invitations.look(Fault.required(body).token());
    }

    @Operation(summary = "Accepts an invitation, as the user whose address was invited.")
    @POST
    @Path("/accept")
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<InvitationView> accept(
            @BeanParam Origin origin, @RestQuery @Nullable String user, @Nullable MailedToken body) {
        if (user == null) {
            Fault.refuse(Fault.missing("user"));
        }
        return invitations.accept(
                Objects.requireNonNull(user), Fault.required(body).token(), origin);
    }
}
