package dev.tollgate.console.invitations;

import dev.tollgate.console.access.OpenToAll;
import dev.tollgate.console.access.Requires;
import dev.tollgate.console.login.SessionCookie;
import dev.tollgate.console.signup.LinkPages;
import dev.tollgate.console.signup.NewPassword;
import dev.tollgate.console.signup.SignupResource;
import dev.tollgate.console.users.SessionResource;
import dev.tollgate.console.web.Address;
import dev.tollgate.console.web.Form;
import dev.tollgate.console.web.Frame;
import dev.tollgate.console.web.Screen;
import dev.tollgate.contract.auth.v1.InvitationView;
import dev.tollgate.contract.auth.v1.InvitationView.Status;
import dev.tollgate.contract.auth.v1.Login;
import dev.tollgate.contract.auth.v1.MailedToken;
import dev.tollgate.contract.auth.v1.Permission;
import dev.tollgate.contract.auth.v1.SignupCommand;
import dev.tollgate.contract.auth.v1.SignupMode;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceException;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
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

/// What somebody who was invited sees: he accepts as the user he is, or becomes one.
@Path("/invitation")
@Produces(MediaType.TEXT_HTML)
public class InvitationPages {
    private static final List<String> FIELDS = List.of("name", "password");
    private static final int ACCOUNT_SECONDS = 400 * 24 * 60 * 60;

    private final InvitationResource invitations;
    private final SignupResource signups;
    private final SessionResource sessions;
    private final NewPassword passwords;
    private final SessionCookie cookies;
    private final Frame frame;
    private final Screen screen;
    private final Form form;

    @Inject
    InvitationPages(
            InvitationResource invitations,
            SignupResource signups,
            SessionResource sessions,
            NewPassword passwords,
            SessionCookie cookies,
            Frame frame,
            Screen screen,
            Form form) {
        this.invitations = invitations;
        this.signups = signups;
        this.sessions = sessions;
        this.passwords = passwords;
        this.cookies = cookies;
        this.frame = frame;
        this.screen = screen;
        this.form = form;
    }

    @CheckedTemplate(basePath = "invitations")
    static class Templates {
        static native TemplateInstance one(
                InvitationView invitation, String token, String here, String signIn, boolean maySignUp);

        static native TemplateInstance spent();

        private Templates() {}
    }

    @GET
    @OpenToAll("the token of the mail says who it is")
    public Uni<Response> look(@QueryParam("token") @Nullable String token) {
        return token == null ? screen.show(Templates.spent()) : show(200, token);
    }

    @POST
    @Requires(value = Permission.TOKENS_WRITE, own = true)
    public Uni<Response> accept() {
        return invitations
                .accept(new MailedToken(form.value("token")))
                .map(this::joined)
                .onFailure(LinkPages::isSpent)
                .recoverWithUni(() -> screen.show(422, Templates.spent()));
    }

    @POST
    @Path("signup")
    @OpenToAll("the token of the mail says who it is")
    public Uni<Response> signUp() {
        String token = form.value("token");
        String name = form.required("name");
        String password = passwords.of(form, "password");
        if (form.isWrong()) {
            return show(422, token);
        }
        String language = frame.language().words().getLanguage();
        return invitations
                .look(new MailedToken(token))
                .chain(invitation -> signups.signUp(
                                new SignupCommand(invitation.email(), password, name, language, token))
                        .chain(_ -> signIn(invitation.email(), password)))
                .onFailure(LinkPages::isSpent)
                .recoverWithUni(() -> screen.show(422, Templates.spent()))
                .onFailure(ServiceException.class)
                .recoverWithUni(failure -> {
                    refused(failure);
                    return show(422, token);
                });
    }

    /// He has just chosen the password: it is not asked for again. Should that fail, he signs in himself.
    private Uni<Response> signIn(String login, String password) {
        return sessions.login(new Login(login, password, null, null))
                .map(created -> Response.fromResponse(screen.go("/"))
                        .cookie(cookies.write(created.secret()))
                        .build())
                .onFailure()
                .recoverWithItem(() ->
                        screen.go("/login", screen.words(InvitationWords.class).ready()));
    }

    private Uni<Response> show(int status, String token) {
        String here = new Address("/invitation").with("token", token).text();
        String signIn = new Address("/login").with("next", here).text();
        return invitations
                .look(new MailedToken(token))
                .onFailure(LinkPages::isSpent)
                .recoverWithNull()
                .chain(found -> found == null || found.status() != Status.PENDING
                        ? screen.show(Templates.spent())
                        : signups.options()
                                .map(options -> options.mode() != SignupMode.OFF)
                                .chain(open -> screen.show(status, Templates.one(found, token, here, signIn, open))));
    }

    private void refused(ServiceException failure) {
        if (failure.error().code() == ErrorCode.CONFLICT
                && "email".equals(failure.error().param())) {
            form.markWhole(screen.words(InvitationWords.class).known());
        } else {
            form.mark(failure, FIELDS);
        }
    }

    /// On to the account that he has joined.
    private Response joined(InvitationView invitation) {
        String account = invitation.accountId() == null ? "" : invitation.accountId();
        String name = invitation.accountName() == null ? account : invitation.accountName();
        String done = screen.words(InvitationWords.class).accepted(name);
        return Response.fromResponse(screen.go("/", done))
                .cookie(cookies.cookie("account", account, ACCOUNT_SECONDS))
                .build();
    }
}
