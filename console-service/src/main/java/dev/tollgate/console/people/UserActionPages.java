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
import dev.tollgate.contract.auth.v1.PlatformRole;
import dev.tollgate.contract.auth.v1.UserCommand;
import dev.tollgate.contract.auth.v1.UserStatus;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceException;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;

/// What an operator does with a user, by forms.
@Path("/admin/users")
@Produces(MediaType.TEXT_HTML)
public class UserActionPages {
    private static final PageAsk NEWEST = new PageAsk(null, null, null);
    private static final String ROLE = "role";

    private final UserResource users;
    private final People people;
    private final Caller caller;
    private final Screen screen;
    private final Form form;

    @Inject
    UserActionPages(UserResource users, People people, Caller caller, Screen screen, Form form) {
        this.users = users;
        this.people = people;
        this.caller = caller;
        this.screen = screen;
        this.form = form;
    }

    @POST
    @Path("{id}")
    @Requires(Permission.USERS_WRITE)
    public Uni<Response> rename(@PathParam("id") String id) {
        String name = form.required("name");
        return form.isWrong()
                ? again(id)
                : users.change(id, new UserCommand(null, name, null, null, null))
                        .map(_ -> screen.go(place(id), words().saved()))
                        .onFailure(ServiceException.class)
                        .recoverWithUni(failure -> {
                            form.mark(failure, List.of("name"));
                            return again(id);
                        });
    }

    @POST
    @Path("{id}/role")
    @Requires(Permission.USERS_WRITE)
    public Uni<Response> setRole(@PathParam("id") String id) {
        String role = form.required(ROLE);
        if (!role.isEmpty() && !role.matches("NONE|AUDITOR|OPERATOR")) {
            form.mark(ROLE, words().roleUnknown());
        }
        if (form.isWrong()) {
            return again(id, ROLE);
        }
        List<PlatformRole> roles = role.equals(Known.NONE) ? List.of() : List.of(PlatformRole.valueOf(role));
        return changed(id, ROLE, new UserCommand(null, null, null, null, roles), words().roleDone());
    }

    @POST
    @Path("{id}/suspend")
    @Requires(Permission.USERS_WRITE)
    public Uni<Response> suspend(@PathParam("id") String id) {
        UserCommand command = new UserCommand(null, null, null, UserStatus.SUSPENDED, null);
        return changed(id, "suspend", command, words().suspendDone());
    }

    @POST
    @Path("{id}/activate")
    @Requires(Permission.USERS_WRITE)
    public Uni<Response> activate(@PathParam("id") String id) {
        UserCommand command = new UserCommand(null, null, null, UserStatus.ACTIVE, null);
        return changed(id, "activate", command, words().activateDone());
    }

    @POST
    @Path("{id}/totp")
    @Requires(Permission.USERS_WRITE)
    public Uni<Response> takeOffTotp(@PathParam("id") String id) {
        return users.takeOffTotp(id)
                .map(_ -> screen.go(place(id), words().totpDone()))
                .onFailure(ServiceException.class)
                .recoverWithUni(failure -> {
                    form.mark(failure, List.of());
                    return again(id, "totp");
                });
    }

    @POST
    @Path("{id}/tokens/{token}/revoke")
    @Requires(Permission.USERS_WRITE)
    public Uni<Response> revoke(@PathParam("id") String id, @PathParam("token") String token) {
        return users.revoke(id, token).map(_ -> screen.go(place(id), words().revokeDone()));
    }

    /// Who takes something from himself may not see this page any more.
    private Uni<Response> changed(String id, String action, UserCommand command, String done) {
        String next = isSelf(id) ? "/" : place(id);
        return users.change(id, command)
                .map(_ -> screen.go(next, done))
                .onFailure(ServiceException.class)
                .recoverWithUni(failure -> {
                    mark(failure, action);
                    return again(id, action);
                });
    }

    /// The only conflict that a role or status knows is the last operator's.
    private void mark(ServiceException failure, String action) {
        if (failure.error().code() != ErrorCode.CONFLICT) {
            form.mark(failure, List.of());
        } else if (action.equals(ROLE)) {
            form.mark(ROLE, words().lastOperator());
        } else {
            form.markWhole(words().lastOperator());
        }
    }

    private Uni<Response> again(String id, String action) {
        return users.get(id).chain(user -> screen.show(422, PeopleTemplates.confirm(user, action, isSelf(id))));
    }

    private Uni<Response> again(String id) {
        return people.get(id, NEWEST).chain(known -> {
            form.store(ROLE, Known.role(known.user()));
            Pager pager = Pager.of(new Address(place(id)), NEWEST, known.tokens());
            return screen.show(422, PeopleTemplates.one(known, known.user(), isSelf(id), pager));
        });
    }

    private boolean isSelf(String id) {
        return caller.principal().userId().equals(id);
    }

    private static String place(String id) {
        return "/admin/users/" + id;
    }

    private PeopleWords words() {
        return screen.words(PeopleWords.class);
    }
}
