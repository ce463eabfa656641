package dev.tollgate.console.profile;

import dev.tollgate.console.access.Requires;
import dev.tollgate.console.signup.NewPassword;
import dev.tollgate.console.web.Form;
import dev.tollgate.console.web.Screen;
import dev.tollgate.contract.auth.v1.PasswordChange;
import dev.tollgate.contract.auth.v1.PasswordProof;
import dev.tollgate.contract.auth.v1.Permission;
import dev.tollgate.contract.auth.v1.TotpConfirmation;
import dev.tollgate.contract.auth.v1.TotpRemoval;
import dev.tollgate.contract.error.ServiceException;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;

/// A user's password and authenticator.
@Path("/profile/security")
@Produces(MediaType.TEXT_HTML)
public class SecurityPages {
    private static final List<String> FIELDS = List.of("old_password", "new_password", "password", "totp");

    private final ProfileResource profiles;
    private final TotpResource totp;
    private final NewPassword passwords;
    private final Proof proof;
    private final Screen screen;
    private final Form form;

    @Inject
    SecurityPages(
            ProfileResource profiles, TotpResource totp, NewPassword passwords, Proof proof, Screen screen, Form form) {
        this.profiles = profiles;
        this.totp = totp;
        this.passwords = passwords;
        this.proof = proof;
        this.screen = screen;
        this.form = form;
    }

    @GET
    @Requires(value = Permission.TOKENS_READ, own = true)
    public Uni<Response> get() {
        return show(200);
    }

    @POST
    @Path("password")
    @Requires(value = Permission.TOKENS_WRITE, own = true)
    public Uni<Response> changePassword() {
        PasswordChange command = new PasswordChange(form.required("old_password"), passwords.of(form, "new_password"));
        return form.isWrong()
                ? show(422)
                : profiles.changePassword(command)
                        .map(_ -> screen.go("/profile/security", words().passwordChanged()))
                        .onFailure(ServiceException.class)
                        .recoverWithUni(failure -> refused(failure, "old_password"));
    }

    /// The secret is in this answer alone: it is no redirect.
    @POST
    @Path("totp")
    @Requires(value = Permission.TOKENS_WRITE, own = true)
    public Uni<Response> enrol() {
        PasswordProof password = new PasswordProof(form.required("password"));
        return form.isWrong()
                ? show(422)
                : totp.enrol(password)
                        .chain(made -> screen.show(ProfileTemplates.enrol(new Enrolment(made.uri()))))
                        .onFailure(ServiceException.class)
                        .recoverWithUni(failure -> refused(failure, "password"));
    }

    @POST
    @Path("totp/confirm")
    @Requires(value = Permission.TOKENS_WRITE, own = true)
    public Uni<Response> confirm() {
        String uri = form.value("uri");
        if (!Enrolment.isUri(uri)) {
            return Uni.createFrom().item(screen.go("/profile/security"));
        }
        String code = form.required("totp").replace(" ", "");
        return form.isWrong()
                ? screen.show(422, ProfileTemplates.enrol(new Enrolment(uri)))
                : totp.confirm(new TotpConfirmation(code))
                        .chain(codes -> screen.show(ProfileTemplates.codes(codes)))
                        .onFailure(ServiceException.class)
                        .recoverWithUni(failure -> {
                            proof.mark(failure, "password", FIELDS);
                            return screen.show(422, ProfileTemplates.enrol(new Enrolment(uri)));
                        });
    }

    @POST
    @Path("totp/remove")
    @Requires(value = Permission.TOKENS_WRITE, own = true)
    public Uni<Response> remove() {
        String password = form.required("password");
        String code = form.required("totp");
        boolean isOfAuthenticator = code.matches("\\d{6}");
        TotpRemoval command =
                new TotpRemoval(password, isOfAuthenticator ? code : null, isOfAuthenticator ? null : code);
        return form.isWrong()
                ? show(422)
                : totp.remove(command)
                        .map(_ -> screen.go("/profile/security", words().switchedOff()))
                        .onFailure(ServiceException.class)
                        .recoverWithUni(failure -> refused(failure, "password"));
    }

    private Uni<Response> refused(ServiceException failure, String password) {
        proof.mark(failure, password, FIELDS);
        return show(422);
    }

    private Uni<Response> show(int status) {
        return profiles.get().chain(user -> screen.show(status, ProfileTemplates.security(user)));
    }

    private ProfileWords words() {
        return screen.words(ProfileWords.class);
    }
}
