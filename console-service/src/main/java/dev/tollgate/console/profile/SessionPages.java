package dev.tollgate.console.profile;

import dev.tollgate.console.access.Requires;
import dev.tollgate.console.login.Caller;
import dev.tollgate.console.page.PageAsk;
import dev.tollgate.console.users.SessionResource;
import dev.tollgate.console.web.Address;
import dev.tollgate.console.web.Pager;
import dev.tollgate.console.web.Screen;
import dev.tollgate.contract.auth.v1.Permission;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Objects;

/// Where a user is signed in.
@Path("/profile/sessions")
@Produces(MediaType.TEXT_HTML)
public class SessionPages {
    private static final String LIST = "/profile/sessions";

    private final SessionResource sessions;
    private final Caller caller;
    private final Screen screen;

    @Inject
    SessionPages(SessionResource sessions, Caller caller, Screen screen) {
        this.sessions = sessions;
        this.caller = caller;
        this.screen = screen;
    }

    @GET
    @Requires(value = Permission.TOKENS_READ, own = true)
    public Uni<Response> list(@BeanParam PageAsk ask) {
        String current = Objects.requireNonNullElse(caller.principal().tokenId(), "");
        return sessions.list(ask)
                .chain(page ->
                        screen.show(ProfileTemplates.sessions(page, current, Pager.of(new Address(LIST), ask, page))));
    }

    @GET
    @Path("others/end")
    @Requires(value = Permission.TOKENS_WRITE, own = true)
    public Uni<Response> confirmOthers() {
        return screen.show(ProfileTemplates.ask("others", LIST + "/others/end", LIST));
    }

    @POST
    @Path("others/end")
    @Requires(value = Permission.TOKENS_WRITE, own = true)
    public Uni<Response> endOthers() {
        return sessions.endOthers().map(_ -> screen.go(LIST, words().othersEnded()));
    }

    /// A session ended by mistake costs one sign-in: it is not asked for twice.
    @POST
    @Path("{session}/end")
    @Requires(value = Permission.TOKENS_WRITE, own = true)
    public Uni<Response> end(@PathParam("session") String session) {
        return sessions.end(session).map(_ -> screen.go(LIST, words().ended()));
    }

    private ProfileWords words() {
        return screen.words(ProfileWords.class);
    }
}
