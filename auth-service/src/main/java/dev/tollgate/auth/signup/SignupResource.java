package dev.tollgate.auth.signup;

import dev.tollgate.auth.ask.Asks;
import dev.tollgate.auth.ask.Client;
import dev.tollgate.auth.change.Origin;
import dev.tollgate.auth.internal.Fault;
import dev.tollgate.auth.mail.Mails;
import dev.tollgate.contract.auth.v1.MailedToken;
import dev.tollgate.contract.auth.v1.SignupAnswer;
import dev.tollgate.contract.auth.v1.SignupCommand;
import dev.tollgate.contract.auth.v1.SignupOptions;
import dev.tollgate.contract.auth.v1.SignupResend;
import dev.tollgate.contract.http.InternalPaths;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
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

/// Sign-ups.
@Tag(name = "Sign-ups")
@Path(InternalPaths.SIGNUPS)
@Produces(MediaType.APPLICATION_JSON)
@Timeout(value = 15, unit = ChronoUnit.SECONDS)
public class SignupResource {
    private static final int PASSWORD_MAX = 200;

    private final Signups signups;
    private final Asks asks;
    private final Mails mails;
    private final SignupConfig config;

    SignupResource(Signups signups, Asks asks, Mails mails, SignupConfig config) {
        this.signups = signups;
        this.asks = asks;
        this.mails = mails;
        this.config = config;
    }

    @Operation(summary = "Who may sign up here.")
    @GET
    @Path("/options")
    public Uni<SignupOptions> options() {
        return Uni.createFrom().item(new SignupOptions("signup_options", config.mode(), mails.areOn()));
    }

    @Operation(summary = "Signs somebody up; the answer does not tell whether his address is known.")
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<SignupAnswer> signUp(@BeanParam Origin origin, @BeanParam Client client, @Nullable SignupCommand body) {
        SignupCommand command = Fault.required(body);
        Fault.refuse(SignupRules.refusal(config.mode(), command.invitation() != null));
        mails.require();
        Fault.refuse(SignupRules.faultOf(command));
        return asks.ofMail(client, Objects.requireNonNull(command.email()))
                .chain(() -> signups.signUp(command, origin));
    }

    @Operation(summary = "Confirms the address of a sign-up: makes the user and his account.")
    @APIResponse(responseCode = "204", description = "Done")
    @POST
    @Path("/confirm")
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<Void> confirm(@BeanParam Origin origin, @Nullable MailedToken body) {
        Fault.refuse(SignupRules.refusal(config.mode(), false));
        return signups.confirm(Fault.required(body).token(), origin);
    }

    @Operation(summary = "Sends the mail of a sign-up again, if the password is its; which is not told.")
    @APIResponse(responseCode = "204", description = "Done")
    @POST
    @Path("/resend")
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<Void> resend(@BeanParam Client client, @Nullable SignupResend body) {
        SignupResend given = Fault.required(body);
        String email = given.email();
        String password = given.password();
        Fault.refuse(SignupRules.refusal(config.mode(), false));
        mails.require();
        Fault.refuse(SignupRules.emailFault("email", email));
        Fault.refuse(
                password == null
                        ? Fault.missing("password")
                        : password.length() > PASSWORD_MAX ? Fault.invalid("password", "is too long") : null);
        return asks.ofMail(client, Objects.requireNonNull(email))
                .chain(() -> signups.resend(email, Objects.requireNonNull(password)));
    }
}
