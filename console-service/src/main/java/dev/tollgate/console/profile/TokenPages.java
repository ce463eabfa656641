package dev.tollgate.console.profile;

import dev.tollgate.console.access.Requires;
import dev.tollgate.console.page.PageAsk;
import dev.tollgate.console.page.Slice;
import dev.tollgate.console.users.TokenResource;
import dev.tollgate.console.web.Address;
import dev.tollgate.console.web.Form;
import dev.tollgate.console.web.Pager;
import dev.tollgate.console.web.Screen;
import dev.tollgate.contract.auth.v1.Permission;
import dev.tollgate.contract.auth.v1.TokenCommand;
import dev.tollgate.contract.auth.v1.TokenView;
import dev.tollgate.contract.error.ServiceException;
import dev.tollgate.contract.page.Page;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A user's personal access tokens.
@Path("/profile/tokens")
@Produces(MediaType.TEXT_HTML)
public class TokenPages {
    private static final String LIST = "/profile/tokens";
    private static final List<Integer> DAYS = List.of(7, 30, 90, 365);
    private static final List<String> FIELDS = List.of("name", "scopes", "days");

    private final TokenResource tokens;
    private final PersonalTokens personal;
    private final Screen screen;
    private final Form form;

    @Inject
    TokenPages(TokenResource tokens, PersonalTokens personal, Screen screen, Form form) {
        this.tokens = tokens;
        this.personal = personal;
        this.screen = screen;
        this.form = form;
    }

    @GET
    @Requires(value = Permission.TOKENS_READ, own = true)
    public Uni<Response> list(@QueryParam("search") @Nullable String search, @BeanParam PageAsk ask) {
        String wanted = search == null ? "" : search.strip();
        return personal.all().chain(all -> {
            List<TokenView> found =
                    all.stream().filter(one -> fits(one, wanted)).toList();
            Page<TokenView> page = Slice.of(found, TokenView::id, ask);
            Pager pager = Pager.of(new Address(LIST).with("search", wanted), ask, page);
            return screen.show(
                    ProfileTemplates.tokens(page, wanted, Instant.now().getEpochSecond(), pager));
        });
    }

    @GET
    @Path("new")
    @Requires(value = Permission.TOKENS_WRITE, own = true)
    public Uni<Response> ask() {
        form.store("days", "90");
        return screen.show(ProfileTemplates.newToken(personal.scopes()));
    }

    /// The secret is in this answer alone: it is no redirect.
    @POST
    @Requires(value = Permission.TOKENS_WRITE, own = true)
    public Uni<Response> create() {
        String name = form.required("name");
        List<String> scopes = form.chosen("scopes");
        if (scopes.isEmpty()) {
            form.mark("scopes", words().scopesNone());
        }
        long days = days();
        long end = Instant.now().plus(Duration.ofDays(days)).getEpochSecond();
        return form.isWrong()
                ? again()
                : tokens.create(new TokenCommand(name, scopes, end))
                        .chain(made -> screen.show(ProfileTemplates.made(made)))
                        .onFailure(ServiceException.class)
                        .recoverWithUni(failure -> {
                            form.mark(failure, FIELDS, Map.of("expires_at", "days"));
                            return again();
                        });
    }

    @GET
    @Path("{token}/revoke")
    @Requires(value = Permission.TOKENS_WRITE, own = true)
    public Uni<Response> confirm(@PathParam("token") String token) {
        return screen.show(ProfileTemplates.ask("token", LIST + "/" + token + "/revoke", LIST));
    }

    @POST
    @Path("{token}/revoke")
    @Requires(value = Permission.TOKENS_WRITE, own = true)
    public Uni<Response> revoke(@PathParam("token") String token) {
        return tokens.revoke(token).map(_ -> screen.go(LIST, words().revoked()));
    }

    /// One of those offered; 0 for another, which is marked.
    private long days() {
        String chosen = form.value("days");
        for (int offered : DAYS) {
            if (chosen.equals(Integer.toString(offered))) {
                return offered;
            }
        }
        form.mark("days", words().daysNeeded());
        return 0;
    }

    private Uni<Response> again() {
        return screen.show(422, ProfileTemplates.newToken(personal.scopes()));
    }

    private static boolean fits(TokenView token, String search) {
        return token.name().toLowerCase(Locale.ROOT).contains(search.toLowerCase(Locale.ROOT));
    }

    private ProfileWords words() {
        return screen.words(ProfileWords.class);
    }
}
