package dev.tollgate.console.profile;

import dev.tollgate.console.access.Requires;
import dev.tollgate.console.web.Form;
import dev.tollgate.console.web.Screen;
import dev.tollgate.contract.auth.v1.EmailChange;
import dev.tollgate.contract.auth.v1.Permission;
import dev.tollgate.contract.auth.v1.ProfileCommand;
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

/// A user's name, and the address he signs in by.
@Path("/profile")
@Produces(MediaType.TEXT_HTML)
public class ProfilePages {
    private static final List<String> FIELDS = List.of("name", "language", "email", "password");

    private final ProfileResource profiles;
    private final Proof proof;
    private final Screen screen;
    private final Form form;

    @Inject
    ProfilePages(ProfileResource profiles, Proof proof, Screen screen, Form form) {
        this.profiles = profiles;
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
    @Requires(value = Permission.TOKENS_WRITE, own = true)
    public Uni<Response> change() {
        ProfileCommand command = new ProfileCommand(form.required("name"), form.value("language"));
        return form.isWrong()
                ? show(422)
                : profiles.change(command)
                        .map(_ -> screen.go("/profile", words().saved()))
                        .onFailure(ServiceException.class)
                        .recoverWithUni(failure -> {
                            form.mark(failure, FIELDS);
                            return show(422);
                        });
    }

    @POST
    @Path("email")
    @Requires(value = Permission.TOKENS_WRITE, own = true)
    public Uni<Response> changeEmail() {
        String email = form.required("email");
        EmailChange command = new EmailChange(email, form.required("password"));
        return form.isWrong()
                ? show(422)
                : profiles.changeEmail(command)
                        .map(_ -> screen.go("/profile", words().emailSent(email)))
                        .onFailure(ServiceException.class)
                        .recoverWithUni(failure -> {
                            proof.mark(failure, "password", FIELDS);
                            return show(422);
                        });
    }

    private Uni<Response> show(int status) {
        return profiles.get().chain(user -> {
            form.store("name", user.name()).store("language", user.language());
            return screen.show(status, ProfileTemplates.profile(user));
        });
    }

    private ProfileWords words() {
        return screen.words(ProfileWords.class);
    }
}
