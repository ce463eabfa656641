package dev.tollgate.console.signup;

import dev.tollgate.console.access.OpenToAll;
import dev.tollgate.console.error.Body;
import dev.tollgate.console.peers.SignupPeer;
import dev.tollgate.contract.auth.v1.MailedToken;
import dev.tollgate.contract.auth.v1.SignupAnswer;
import dev.tollgate.contract.auth.v1.SignupCommand;
import dev.tollgate.contract.auth.v1.SignupOptions;
import dev.tollgate.contract.auth.v1.SignupResend;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Sign-ups.
@Tag(name = "Sign-up")
@Path("/api/v1/signups")
@Produces(MediaType.APPLICATION_JSON)
public class SignupResource {
    private final SignupPeer peer;

    @Inject
    SignupResource(SignupPeer peer) {
        this.peer = peer;
    }

    @Operation(summary = "Who may sign up here: OPEN, INVITATION or OFF.")
    @GET
    @Path("options")
    @OpenToAll("who signs up has no token yet")
    public Uni<SignupOptions> options() {
        return peer.options();
    }

    @Operation(
            summary = "Signs up. The same answer for an address that is known, whose owner gets a mail that says so; "
                    + "else the mail has a link that confirms the address within 24 hours.")
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @OpenToAll("who signs up has no token yet; asks are counted per mailbox and per address")
    public Uni<SignupAnswer> signUp(@Nullable SignupCommand body) {
        return peer.signUp(Body.required(body));
    }

    @Operation(summary = "Confirms a sign-up by the token of its mail, once: makes the user and his own account.")
    @APIResponse(responseCode = "204", description = "Done")
    @POST
    @Path("confirm")
    @Consumes(MediaType.APPLICATION_JSON)
    @OpenToAll("the token of the mail says who it is")
    public Uni<Void> confirm(@Nullable MailedToken body) {
        return peer.confirm(Body.required(body));
    }

    @Operation(summary = "Sends the mail of a sign-up again, if the password is its; which is not told.")
    @APIResponse(responseCode = "204", description = "Done")
    @POST
    @Path("resend")
    @Consumes(MediaType.APPLICATION_JSON)
    @OpenToAll("who signs up has no token yet; asks are counted per mailbox and per address")
    public Uni<Void> resend(@Nullable SignupResend body) {
        return peer.resend(Body.required(body));
    }
}
