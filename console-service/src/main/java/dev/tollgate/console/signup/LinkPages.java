package dev.tollgate.console.signup;

import dev.tollgate.console.access.OpenToAll;
import dev.tollgate.console.web.Form;
import dev.tollgate.console.web.Screen;
import dev.tollgate.contract.auth.v1.MailedToken;
import dev.tollgate.contract.auth.v1.PasswordReset;
import dev.tollgate.contract.auth.v1.PasswordResetAsk;
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
import org.jspecify.annotations.Nullable;

/// Forgotten passwords and new addresses, by links in mails.
@Path("/")
@Produces(MediaType.TEXT_HTML)
public class LinkPages {
    private final LinkResource links;
    private final NewPassword passwords;
    private final Screen screen;
    private final Form form;

    @Inject
    LinkPages(LinkResource links, NewPassword passwords, Screen screen, Form form) {
        this.links = links;
        this.passwords = passwords;
        this.screen = screen;
        this.form = form;
    }

    /// Whether a mail's link is none any more.
    public static boolean isSpent(Throwable failure) {
        return failure instanceof ServiceException refused
                && (refused.error().code().status() == 404
                        || "token".equals(refused.error().param()));
    }

    @GET
    @Path("password-reset")
    @OpenToAll("who forgot his password has no session")
    public Uni<Response> askPassword(@QueryParam("token") @Nullable String token) {
        return screen.show(token == null ? SignupTemplates.forgot() : SignupTemplates.reset(token));
    }

    @POST
    @Path("password-reset")
    @OpenToAll("who forgot his password has no session; asks are counted per mailbox and per address")
    public Uni<Response> sendReset() {
        String email = form.required("email");
        return form.isWrong()
                ? screen.show(422, SignupTemplates.forgot())
                : links.askReset(new PasswordResetAsk(email))
                        .chain(_ -> screen.show(SignupTemplates.forgotSent(email)))
                        .onFailure(ServiceException.class)
                        .recoverWithUni(failure -> {
                            form.mark(failure, SignupPages.FIELDS);
                            return screen.show(422, SignupTemplates.forgot());
                        });
    }

    @POST
    @Path("password-reset/confirm")
    @OpenToAll("the token of the mail says who it is")
    public Uni<Response> reset() {
        String token = form.value("token");
        String password = passwords.of(form, "password");
        return form.isWrong()
                ? screen.show(422, SignupTemplates.reset(token))
                : links.reset(new PasswordReset(token, password))
                        .map(_ -> screen.go("/login", words().resetDone()))
                        .onFailure(LinkPages::isSpent)
                        .recoverWithUni(() -> screen.show(422, SignupTemplates.spent("/password-reset")))
                        .onFailure(ServiceException.class)
                        .recoverWithUni(failure -> {
                            form.mark(failure, SignupPages.FIELDS);
                            return screen.show(422, SignupTemplates.reset(token));
                        });
    }

    @GET
    @Path("email-confirmation")
    @OpenToAll("the token of the mail says who it is")
    public Uni<Response> askEmail(@QueryParam("token") @Nullable String token) {
        return screen.show(token == null ? SignupTemplates.spent("/profile") : SignupTemplates.confirm(token, true));
    }

    @POST
    @Path("email-confirmation")
    @OpenToAll("the token of the mail says who it is")
    public Uni<Response> confirmEmail() {
        return links.confirmEmail(new MailedToken(form.value("token")))
                .map(_ -> screen.go("/login", words().emailDone()))
                .onFailure(LinkPages::isSpent)
                .recoverWithUni(() -> screen.show(422, SignupTemplates.spent("/profile")));
    }

    private SignupWords words() {
        return screen.words(SignupWords.class);
    }
}
