package dev.tollgate.console.people;

import dev.tollgate.console.access.Requires;
import dev.tollgate.console.login.Caller;
import dev.tollgate.console.page.PageAsk;
import dev.tollgate.console.users.UserResource;
import dev.tollgate.console.web.Address;
import dev.tollgate.console.web.Form;
import dev.tollgate.console.web.Pager;
import dev.tollgate.console.web.Screen;
import dev.tollgate.contract.auth.v1.Permission;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/// All users, and one of them. What is done with them is in [UserActionPages].
@Path("/admin/users")
@Produces(MediaType.TEXT_HTML)
public class UserPages {
    private final UserResource users;
    private final People people;
    private final Caller caller;
    private final Screen screen;
    private final Form form;

    @Inject
    UserPages(UserResource users, People people, Caller caller, Screen screen, Form form) {
        this.users = users;
        this.people = people;
        this.caller = caller;
        this.screen = screen;
        this.form = form;
    }

    @GET
    @Requires(Permission.USERS_READ)
    public Uni<Response> list(@QueryParam("search") @DefaultValue("") String search, @BeanParam PageAsk ask) {
        Address address = new Address("/admin/users").with("search", search);
        return users.list(search, ask)
                .chain(page -> screen.show(PeopleTemplates.list(page, search.strip(), Pager.of(address, ask, page))));
    }

    @GET
    @Path("{id}")
    @Requires(Permission.USERS_READ)
    public Uni<Response> get(@PathParam("id") String id, @BeanParam PageAsk ask) {
        return people.get(id, ask).chain(known -> {
            form.store("name", known.user().name()).store("role", Known.role(known.user()));
            Pager pager = Pager.of(new Address("/admin/users/" + id), ask, known.tokens());
            return screen.show(PeopleTemplates.one(known, known.user(), isSelf(id), pager));
        });
    }

    /// Asks before it is done: a dialog asks the same where scripts run.
    @GET
    @Path("{id}/{deed:role|suspend|activate|totp}")
    @Requires(Permission.USERS_WRITE)
    public Uni<Response> confirm(@PathParam("id") String id, @PathParam("deed") String action) {
        return users.get(id).chain(user -> {
            form.store("role", Known.role(user));
            return screen.show(PeopleTemplates.confirm(user, action, isSelf(id)));
        });
    }

    @GET
    @Path("{id}/tokens/{token}/revoke")
    @Requires(Permission.USERS_WRITE)
    public Uni<Response> confirmRevocation(@PathParam("id") String id, @PathParam("token") String token) {
        return users.get(id).chain(user -> screen.show(PeopleTemplates.revoke(user, token)));
    }

    private boolean isSelf(String id) {
        return caller.principal().userId().equals(id);
    }
}
