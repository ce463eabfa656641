package dev.tollgate.console.oidc;

import dev.tollgate.console.access.OpenToAll;
import dev.tollgate.console.login.Caller;
import dev.tollgate.console.login.SessionCookie;
import dev.tollgate.console.peers.PeoplePeer;
import dev.tollgate.console.web.Address;
import dev.tollgate.console.web.Frame;
import dev.tollgate.console.web.OwnPath;
import dev.tollgate.console.web.Screen;
import dev.tollgate.contract.auth.v1.LoginAnswer;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceException;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Signing in by an identity provider: out to it, and back with its word, for which auth gives a session. Whoever is
/// not let in sees why on the login page.
@Path(OidcPages.PATH)
@Produces(MediaType.TEXT_HTML)
public class OidcPages {
    static final String PATH = "/login/oidc";
    static final String CALLBACK = "/callback";

    private final IdentityProvider provider;
    private final CodeFlow flow;
    private final PeoplePeer people;
    private final SessionCookie cookies;
    private final WantedPage wanted;
    private final Caller caller;
    private final Screen screen;
    private final Frame frame;

    @Inject
    OidcPages(
            IdentityProvider provider,
            CodeFlow flow,
            PeoplePeer people,
            SessionCookie cookies,
            WantedPage wanted,
            Caller caller,
            Screen screen,
            Frame frame) {
        this.provider = provider;
        this.flow = flow;
        this.people = people;
        this.cookies = cookies;
        this.wanted = wanted;
        this.caller = caller;
        this.screen = screen;
        this.frame = frame;
    }

    @GET
    @OpenToAll("who signs in has no session yet")
    public Uni<Response> leave(@QueryParam("next") @Nullable String next) {
        String page = OwnPath.of(next);
        if (caller.isKnown()) {
            return Uni.createFrom().item(screen.go(page));
        }
        if (!provider.isThere()) {
            return Uni.createFrom().item(screen.go(toLogin(page).text()));
        }
        return flow.begin()
                .map(there -> there == null
                        ? refused(Problem.AWAY, page)
                        : Response.fromResponse(screen.go(there))
                                .cookie(wanted.keep(page))
                                .build());
    }

    @GET
    @Path(CALLBACK)
    @OpenToAll("who signs in has no session yet")
    public Uni<Response> comeBack(@QueryParam("error") @Nullable String error) {
        String page = wanted.read();
        if (!provider.isThere()) {
            return Uni.createFrom().item(screen.go(toLogin(page).text()));
        }
        if (error != null) {
            return Uni.createFrom().item(refused(Problem.ofError(error), page));
        }
        return flow.finish().chain(arrival -> switch (arrival) {
            case Arrival.Failed(Problem problem) -> Uni.createFrom().item(refused(problem, page));
            case Arrival.Proved(Claims claims) -> enter(claims, page);
        });
    }

    private Uni<Response> enter(Claims claims, String page) {
        Problem problem = claims.problem();
        if (problem != null) {
            return Uni.createFrom().item(refused(problem, page));
        }
        return people.loginByOidc(claims.login(frame.language().words().getLanguage()))
                .map(answer -> session(answer, page));
    }

    private Response session(LoginAnswer answer, String page) {
        return switch (answer.verdict()) {
            case GRANTED ->
                Response.fromResponse(screen.go(page))
                        .cookie(wanted.forget())
                        .cookie(cookies.write(
                                Objects.requireNonNull(answer.created()).secret()))
                        .build();
            case REFUSED -> refused(Problem.NOBODY, page);
            case LOCKED, CODE_NEEDED, CODE_REFUSED, UNCONFIRMED ->
                throw new ServiceException(ErrorCode.INTERNAL_ERROR, "Auth asks for what only passwords have.");
        };
    }

    private Response refused(Problem problem, String page) {
        return Response.fromResponse(screen.go(
                        toLogin(page).with(SigninOffer.PROBLEM, problem.tag()).text()))
                .cookie(wanted.forget())
                .build();
    }

    private static Address toLogin(String page) {
        return new Address("/login").with("next", page.equals("/") ? null : page);
    }
}
