package dev.tollgate.console.signup;

import dev.tollgate.console.access.OpenToAll;
import dev.tollgate.console.error.Body;
import dev.tollgate.console.peers.SignupPeer;
import dev.tollgate.contract.auth.v1.MailedToken;
import dev.tollgate.contract.auth.v1.PasswordReset;
import dev.tollgate.contract.auth.v1.PasswordResetAsk;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// What links in mails do besides.
@Tag(name = "Sign-up")
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class LinkResource {
    private final SignupPeer peer;

    @Inject
    LinkResource(SignupPeer peer) {
        this.peer = peer;
    }

    @Operation(summary = "Asks for a mail by which a forgotten password is replaced. Always the same answer.")
    @APIResponse(responseCode = "204", description = "Done")
    @POST
    @Path("password-resets")
    @OpenToAll("who forgot his password has no token; asks are counted per mailbox and per address")
    public Uni<Void> askReset(@Nullable PasswordResetAsk body) {
        return peer.askReset(Body.required(body));
    }

    @Operation(summary = "Sets a new password by the token of the mail, once and within an hour; all sessions end.")
    @APIResponse(responseCode = "204", description = "Done")
    @POST
    @Path("password-resets/confirm")
    @OpenToAll("the token of the mail says who it is")
    public Uni<Void> reset(@Nullable PasswordReset body) {
        return peer.reset(Body.required(body));
    }

    @Operation(summary = "Makes a new address the login, by the token of the mail that went to it.")
    @APIResponse(responseCode = "204", description = "Done")
    @POST
    @Path("email-confirmations")
    @OpenToAll("the token of the mail says who it is")
    public Uni<Void> confirmEmail(@Nullable MailedToken body) {
        return peer.confirmEmail(Body.required(body));
    }
}
