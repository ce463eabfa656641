package dev.tollgate.auth.profile;

import dev.tollgate.auth.account.AccountRules;
import dev.tollgate.auth.change.Origin;
import dev.tollgate.auth.internal.Fault;
import dev.tollgate.auth.mail.Language;
import dev.tollgate.auth.mail.Mails;
import dev.tollgate.auth.signup.SignupRules;
import dev.tollgate.contract.auth.v1.EmailChange;
import dev.tollgate.contract.auth.v1.PasswordChange;
import dev.tollgate.contract.auth.v1.ProfileCommand;
import dev.tollgate.contract.auth.v1.UserView;
import dev.tollgate.contract.http.InternalPaths;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.temporal.ChronoUnit;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/// What a user changes of himself.
@Tag(name = "Profiles")
@Path(InternalPaths.USERS + "/{id}")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Timeout(value = 15, unit = ChronoUnit.SECONDS)
public class ProfileResource {
    private final Profiles profiles;
    private final PasswordChanges passwords;
    private final Mails mails;

    ProfileResource(Profiles profiles, PasswordChanges passwords, Mails mails) {
        this.profiles = profiles;
        this.passwords = passwords;
        this.mails = mails;
    }

    @Operation(summary = "Changes the user's name or language; absent fields stay.")
    @PATCH
    @Path("/profile")
    public Uni<UserView> change(@BeanParam Origin origin, @RestPath String id, @Nullable ProfileCommand body) {
        ProfileCommand command = Fault.required(body);
        Fault.refuse(AccountRules.nameFault(command.name(), false));
        Fault.refuse(Language.faultOf(command.language()));
        return profiles.change(id, command, origin);
    }

    @Operation(summary = "Sets another password, by the old one; ends all sessions but the one that `session` names.")
    @APIResponse(responseCode = "204", description = "Done")
    @POST
    @Path("/password")
    public Uni<Void> changePassword(
            @BeanParam Origin origin,
            @RestPath String id,
            @RestQuery @Nullable String session,
            @Nullable PasswordChange body) {
        return passwords.change(id, Fault.required(body), session, origin);
    }

    @Operation(summary = "Sends a link to a new address, by the password; it is the login once the link was followed.")
    @APIResponse(responseCode = "204", description = "Done")
    @POST
    @Path("/email")
    public Uni<Void> changeEmail(@RestPath String id, @Nullable EmailChange body) {
        EmailChange command = Fault.required(body);
        mails.require();
        Fault.refuse(SignupRules.emailFault("email", command.email()));
        return profiles.askEmail(id, command);
    }
}
