package dev.tollgate.console.web;

import dev.tollgate.console.error.ErrorPages;
import dev.tollgate.console.login.Caller;
import dev.tollgate.console.login.SessionCookie;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ErrorType;
import dev.tollgate.contract.error.ServiceError;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/// Errors as pages that say what to do; who is not signed in is sent to sign in, and comes back.
@ApplicationScoped
class ErrorScreens implements ErrorPages {
    private final Frame frame;
    private final Screen screen;
    private final SessionCookie cookies;
    private final Caller caller;
    private final Headers headers;

    @Inject
    ErrorScreens(Frame frame, Screen screen, SessionCookie cookies, Caller caller, Headers headers) {
        this.frame = frame;
        this.screen = screen;
        this.cookies = cookies;
        this.caller = caller;
        this.headers = headers;
    }

    @CheckedTemplate(basePath = "web")
    static class Templates {
        static native TemplateInstance error(String title, String help, String detail, int status);

        static native TemplateInstance errorPart(String title, String detail);

        private Templates() {}
    }

    @Override
    public Response of(ServiceError error) {
        if (error.code().type() == ErrorType.AUTHENTICATION && !caller.isKnown()) {
            return toSignIn();
        }
        return screen.answer(error.code().status(), html(error));
    }

    @Override
    public boolean isForPeople(RoutingContext context) {
        String accept = context.request().getHeader("Accept");
        return accept != null
                && accept.contains("text/html")
                && !context.normalizedPath().startsWith("/api/")
                && HttpMethod.GET.equals(context.request().method());
    }

    @Override
    public void answer(RoutingContext context, ServiceError error) {
        headers.all().forEach(context.response()::putHeader);
        context.response()
                .setStatusCode(error.code().status())
                .putHeader("Content-Type", Screen.HTML)
                .end(html(error));
    }

    @Override
    public Response toView(String account) {
        if (frame.isRead()) {
            String next = frame.partly() ? "/" : OwnPath.of(frame.here());
            return screen.go(
                    new Address("/admin/customers/" + URLEncoder.encode(account, StandardCharsets.UTF_8) + "/view")
                            .with("next", next)
                            .text());
        }
        WebWords words = screen.words(WebWords.class);
        TemplateInstance page = frame.partly()
                ? Templates.errorPart(words.errorForbidden(), words.viewFirst())
                : Templates.error(words.errorForbidden(), words.viewFirst(), "", 403);
        return screen.answer(403, page.setLocale(frame.language().words()).render());
    }

    private String html(ServiceError error) {
        WebWords words = screen.words(WebWords.class);
        TemplateInstance page = frame.partly()
                ? Templates.errorPart(title(error.code(), words), detail(error))
                : Templates.error(
                        title(error.code(), words),
                        help(error.code(), words),
                        detail(error),
                        error.code().status());
        return page.setLocale(frame.language().words()).render();
    }

    private Response toSignIn() {
        String next = frame.partly() || !frame.isRead() ? "/" : frame.here();
        String path = "/login?next=" + URLEncoder.encode(OwnPath.of(next), StandardCharsets.UTF_8);
        Response.ResponseBuilder answer =
                frame.partly() ? Response.status(401).header("HX-Redirect", path) : Screen.to(path);
        return answer.cookie(cookies.clear()).build();
    }

    /// What an error of ours says is for programs; only what the user did wrong helps him.
    private static String detail(ServiceError error) {
        return switch (error.code().type()) {
            case INVALID_REQUEST, PERMISSION, BILLING, RATE_LIMIT -> error.message();
            case AUTHENTICATION, NOT_FOUND, UPSTREAM, SERVER -> "";
        };
    }

    private static String title(ErrorCode code, WebWords words) {
        if (code == ErrorCode.CONFLICT) {
            return words.errorConflict();
        }
        return switch (code.type()) {
            case INVALID_REQUEST, BILLING -> words.errorInvalid();
            case AUTHENTICATION, PERMISSION -> words.errorForbidden();
            case NOT_FOUND -> words.errorNotFound();
            case RATE_LIMIT -> words.errorTooMany();
            case UPSTREAM, SERVER -> isAway(code) ? words.errorAway() : words.errorOurs();
        };
    }

    private static String help(ErrorCode code, WebWords words) {
        if (code == ErrorCode.CONFLICT) {
            return words.errorConflictHelp();
        }
        return switch (code.type()) {
            case INVALID_REQUEST, BILLING -> words.errorInvalidHelp();
            case AUTHENTICATION, PERMISSION -> words.errorForbiddenHelp();
            case NOT_FOUND -> words.errorNotFoundHelp();
            case RATE_LIMIT -> words.errorTooManyHelp();
            case UPSTREAM, SERVER -> isAway(code) ? words.errorAwayHelp() : words.errorOursHelp();
        };
    }

    private static boolean isAway(ErrorCode code) {
        return code == ErrorCode.SERVICE_UNAVAILABLE;
    }
}
