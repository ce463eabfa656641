package dev.tollgate.console.signin;

import dev.tollgate.console.access.OpenToAll;
import dev.tollgate.console.access.Requires;
import dev.tollgate.console.login.Caller;
import dev.tollgate.console.login.SessionCookie;
import dev.tollgate.console.users.SessionResource;
import dev.tollgate.console.users.TokenResource;
import dev.tollgate.console.web.Address;
import dev.tollgate.console.web.Form;
import dev.tollgate.console.web.OwnPath;
import dev.tollgate.console.web.Screen;
import dev.tollgate.console.web.WebWords;
import dev.tollgate.contract.auth.v1.Login;
import dev.tollgate.contract.auth.v1.Permission;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
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
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Signs in and out. A session in the browser is a token like the others, in a cookie.
@Path("/")
@Produces(MediaType.TEXT_HTML)
public class SigninPages {
    private final SessionResource sessions;
    private final TokenResource tokens;
    private final SessionCookie cookie;
    private final Caller caller;
    private final Screen screen;
    private final Form form;

    @Inject
    SigninPages(
            SessionResource sessions,
            TokenResource tokens,
            SessionCookie cookie,
            Caller caller,
            Screen screen,
            Form form) {
        this.sessions = sessions;
        this.tokens = tokens;
        this.cookie = cookie;
        this.caller = caller;
        this.screen = screen;
        this.form = form;
    }

    @CheckedTemplate(basePath = "signin")
    static class Templates {
        static native TemplateInstance login(String next);

        private Templates() {}
    }

    @GET
    @Path("login")
    @OpenToAll("who signs in has no session yet")
    public Uni<Response> ask(@QueryParam("next") @Nullable String next) {
        return caller.isKnown()
                ? Uni.createFrom().item(screen.go(OwnPath.of(next)))
                : screen.show(Templates.login(OwnPath.of(next)));
    }

    @POST
    @Path("login")
    @OpenToAll("who signs in has no session yet")
    public Uni<Response> signIn() {
        String next = OwnPath.of(form.value("next"));
        String login = form.required("login");
        String password = form.required("password");
        if (form.isWrong()) {
            return refused(next);
        }
        String code = form.text("totp");
        boolean isOfAuthenticator = code != null && code.matches("\\d{6}");
        return sessions.login(
                        new Login(login, password, isOfAuthenticator ? code : null, isOfAuthenticator ? null : code))
                .map(created -> Response.fromResponse(screen.go(next))
                        .cookie(cookie.write(created.secret()))
                        .build())
                .onFailure(ServiceException.class)
                .recoverWithUni(failure -> {
                    ServiceError error = failure.error();
                    form.mark("totp".equals(error.param()) ? "totp" : "password", why(failure));
                    return refused(next);
                });
    }

    @POST
    @Path("logout")
    @Requires(value = Permission.TOKENS_WRITE, own = true)
    public Uni<Response> signOut() {
        String session = Objects.requireNonNull(caller.principal().tokenId());
        String next = form.has("next")
                ? new Address("/login")
                        .with("next", OwnPath.of(form.value("next")))
                        .text()
                : "/login";
        Response gone = Response.fromResponse(
                        screen.go(next, screen.words(SigninWords.class).signedOut()))
                .cookie(cookie.clear())
                .build();
        return tokens.revoke(session).replaceWith(gone);
    }

    private Uni<Response> refused(String next) {
        return screen.show(422, Templates.login(next));
    }

    private String why(ServiceException failure) {
        SigninWords words = screen.words(SigninWords.class);
        ErrorCode code = failure.error().code();
        if ("totp".equals(failure.error().param())) {
            return code == ErrorCode.INVALID_API_KEY ? words.codeRefused() : words.codeNeeded();
        }
        if (code == ErrorCode.INVALID_API_KEY) {
            return words.refused();
        }
        if (code == ErrorCode.CONFLICT) {
            return words.unconfirmed();
        }
        if (code == ErrorCode.RATE_LIMIT_EXCEEDED) {
            return words.locked();
        }
        if (code.status() >= 500) {
            throw failure;
        }
        return code.status() == 400
                ? failure.error().message()
                : screen.words(WebWords.class).errorOurs();
    }
}
