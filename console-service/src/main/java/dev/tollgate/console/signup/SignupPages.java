package dev.tollgate.console.signup;

import dev.tollgate.console.access.OpenToAll;
import dev.tollgate.console.login.Caller;
import dev.tollgate.console.web.Form;
import dev.tollgate.console.web.Frame;
import dev.tollgate.console.web.Screen;
import dev.tollgate.contract.auth.v1.MailedToken;
import dev.tollgate.contract.auth.v1.SignupCommand;
import dev.tollgate.contract.auth.v1.SignupResend;
import dev.tollgate.contract.error.ServiceException;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Signing up with a browser. A link only shows a button: programs that look into mails open links, and none may
/// use one up.
@Path("/signup")
@Produces(MediaType.TEXT_HTML)
public class SignupPages {
    static final List<String> FIELDS = List.of("name", "email", "password");

    private final SignupResource signups;
    private final NewPassword passwords;
    private final Caller caller;
    private final Frame frame;
    private final Screen screen;
    private final Form form;

    @Inject
    SignupPages(SignupResource signups, NewPassword passwords, Caller caller, Frame frame, Screen screen, Form form) {
        this.signups = signups;
        this.passwords = passwords;
        this.caller = caller;
        this.frame = frame;
        this.screen = screen;
        this.form = form;
    }

    @GET
    @OpenToAll("who signs up has no session yet")
    public Uni<Response> ask() {
        return caller.isKnown() ? Uni.createFrom().item(screen.go("/")) : form(200);
    }

    @POST
    @OpenToAll("who signs up has no session yet; asks are counted per mailbox and per address")
    public Uni<Response> signUp() {
        String email = form.required("email");
        String language = frame.language().words().getLanguage();
        SignupCommand command =
                new SignupCommand(email, passwords.of(form, "password"), form.required("name"), language, null);
        return form.isWrong()
                ? form(422)
                : signups.signUp(command)
                        .chain(_ -> screen.show(SignupTemplates.sent(email)))
                        .onFailure(ServiceException.class)
                        .recoverWithUni(failure -> {
                            form.mark(failure, FIELDS);
                            return form(422);
                        });
    }

    @GET
    @Path("resend")
    @OpenToAll("who signs up has no session yet")
    public Uni<Response> askAgain() {
        return screen.show(SignupTemplates.resend());
    }

    @POST
    @Path("resend")
    @OpenToAll("who signs up has no session yet; asks are counted per mailbox and per address")
    public Uni<Response> resend() {
        SignupResend ask = new SignupResend(form.required("email"), form.required("password"));
        return form.isWrong()
                ? screen.show(422, SignupTemplates.resend())
                : signups.resend(ask)
                        .map(_ -> screen.go(
                                "/login", screen.words(SignupWords.class).resent()))
                        .onFailure(ServiceException.class)
                        .recoverWithUni(failure -> {
                            form.mark(failure, FIELDS);
                            return screen.show(422, SignupTemplates.resend());
                        });
    }

    @GET
    @Path("confirm")
    @OpenToAll("the token of the mail says who it is")
    public Uni<Response> look(@QueryParam("token") @Nullable String token) {
        return token == null
                ? screen.show(SignupTemplates.spent("/signup"))
                : screen.show(SignupTemplates.confirm(token, false));
    }

    @POST
    @Path("confirm")
    @OpenToAll("the token of the mail says who it is")
    public Uni<Response> confirm() {
        return signups.confirm(new MailedToken(form.value("token")))
                .map(_ -> screen.go("/login", screen.words(SignupWords.class).confirmed()))
                .onFailure(LinkPages::isSpent)
                .recoverWithUni(() -> screen.show(422, SignupTemplates.spent("/signup")));
    }

    private Uni<Response> form(int status) {
        return signups.options().chain(options -> screen.show(status, SignupTemplates.signup(options)));
    }
}
