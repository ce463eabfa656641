package dev.tollgate.auth.profile;

import dev.tollgate.auth.ask.Asks;
import dev.tollgate.auth.ask.Client;
import dev.tollgate.auth.change.Origin;
import dev.tollgate.auth.internal.Fault;
import dev.tollgate.auth.mail.Mails;
import dev.tollgate.auth.signup.SignupRules;
import dev.tollgate.contract.auth.v1.MailedToken;
import dev.tollgate.contract.auth.v1.PasswordReset;
import dev.tollgate.contract.auth.v1.PasswordResetAsk;
import dev.tollgate.contract.http.InternalPaths;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// What is done by links in mails, without a login.
@Tag(name = "Profiles")
@Path("")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Timeout(value = 15, unit = ChronoUnit.SECONDS)
public class LinkResource {
    private final Profiles profiles;
    private final PasswordChanges passwords;
    private final Asks asks;
    private final Mails mails;

    LinkResource(Profiles profiles, PasswordChanges passwords, Asks asks, Mails mails) {
        this.profiles = profiles;
        this.passwords = passwords;
        this.asks = asks;
        this.mails = mails;
    }

    @Operation(summary = "Sends a link by which a forgotten password is replaced, if the address is a user's.")
    @APIResponse(responseCode = "204", description = "Done")
    @POST
    @Path(InternalPaths.PASSWORD_RESETS)
    public Uni<Void> askReset(@BeanParam Client client, @Nullable PasswordResetAsk body) {
        String email = Fault.required(body).email();
        mails.require();
        Fault.refuse(SignupRules.emailFault("email", email));
        return asks.ofMail(client, Objects.requireNonNull(email)).chain(() -> passwords.ask(email));
    }

    @Operation(summary = "Replaces the password by a link, and ends all sessions.")
    @APIResponse(responseCode = "204", description = "Done")
    @POST
    @Path(InternalPaths.PASSWORD_RESETS + "/confirm")
    public Uni<Void> reset(@BeanParam Origin origin, @Nullable PasswordReset body) {
        PasswordReset command = Fault.required(body);
        return passwords.reset(command.token(), command.password(), origin);
    }

    @Operation(summary = "Makes another address the login, by the link that went to it.")
    @APIResponse(responseCode = "204", description = "Done")
    @POST
    @Path(InternalPaths.EMAIL_CONFIRMATIONS)
    public Uni<Void> confirmEmail(@BeanParam Origin origin, @Nullable MailedToken body) {
        return profiles.confirmEmail(Fault.required(body).token(), origin);
    }
}
