package dev.tollgate.console.people;

import dev.tollgate.console.access.Requires;
import dev.tollgate.console.invitations.InvitationResource;
import dev.tollgate.console.page.PageAsk;
import dev.tollgate.console.web.Address;
import dev.tollgate.console.web.Form;
import dev.tollgate.console.web.Pager;
import dev.tollgate.console.web.Screen;
import dev.tollgate.contract.auth.v1.InvitationCommand;
import dev.tollgate.contract.auth.v1.InvitationView;
import dev.tollgate.contract.auth.v1.Permission;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceException;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;

/// Who is invited to the installation.
@Path("/admin/users/invitations")
@Produces(MediaType.TEXT_HTML)
public class GuestPages {
    private static final String LIST = "/admin/users/invitations";
    private static final String MANY = "100";
    private static final int READS = 10;

    private final InvitationResource invitations;
    private final Screen screen;
    private final Form form;

    @Inject
    GuestPages(InvitationResource invitations, Screen screen, Form form) {
        this.invitations = invitations;
        this.screen = screen;
        this.form = form;
    }

    @GET
    @Requires(Permission.USERS_READ)
    public Uni<Response> list(@QueryParam("search") @DefaultValue("") String search, @BeanParam PageAsk ask) {
        Address address = new Address(LIST).with("search", search);
        return invitations
                .list(search, ask)
                .chain(page ->
                        screen.show(PeopleTemplates.invitations(page, search.strip(), Pager.of(address, ask, page))));
    }

    @GET
    @Path("new")
    @Requires(Permission.USERS_WRITE)
    public Uni<Response> ask() {
        return screen.show(PeopleTemplates.invite());
    }

    @POST
    @Requires(Permission.USERS_WRITE)
    public Uni<Response> invite() {
        String email = form.required("email");
        return form.isWrong()
                ? screen.show(422, PeopleTemplates.invite())
                : invitations
                        .make(new InvitationCommand(email, null))
                        .map(_ -> screen.go(LIST, words().invited(email)))
                        .onFailure(ServiceException.class)
                        .recoverWithUni(failure -> {
                            form.mark(failure, List.of("email"));
                            return screen.show(422, PeopleTemplates.invite());
                        });
    }

    @POST
    @Path("{id}/resend")
    @Requires(Permission.USERS_WRITE)
    public Uni<Response> resend(@PathParam("id") String id) {
        return invitations.resend(id).map(sent -> screen.go(LIST, words().invited(sent.email())));
    }

    @GET
    @Path("{id}/withdraw")
    @Requires(Permission.USERS_WRITE)
    public Uni<Response> confirm(@PathParam("id") String id) {
        return find(id, new PageAsk(null, null, MANY), 1).chain(found -> screen.show(PeopleTemplates.withdraw(found)));
    }

    @POST
    @Path("{id}/withdraw")
    @Requires(Permission.USERS_WRITE)
    public Uni<Response> withdraw(@PathParam("id") String id) {
        return invitations.revoke(id).map(_ -> screen.go(LIST, words().withdrawn()));
    }

    /// The management API has no call for one of them.
    private Uni<InvitationView> find(String id, PageAsk ask, int reads) {
        return invitations.list(null, ask).chain(page -> page.data().stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .map(one -> Uni.createFrom().item(one))
                .orElseGet(() -> page.hasMore() && reads < READS
                        ? find(id, new PageAsk(page.lastId(), null, MANY), reads + 1)
                        : Uni.createFrom()
                                .failure(new ServiceException(ErrorCode.NOT_FOUND, "There is no such invitation."))));
    }

    private PeopleWords words() {
        return screen.words(PeopleWords.class);
    }
}
