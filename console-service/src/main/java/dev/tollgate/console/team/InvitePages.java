package dev.tollgate.console.team;

import dev.tollgate.console.access.Requires;
import dev.tollgate.console.invitations.AccountInvitationResource;
import dev.tollgate.console.page.PageAsk;
import dev.tollgate.console.web.Address;
import dev.tollgate.console.web.Form;
import dev.tollgate.console.web.Frame;
import dev.tollgate.console.web.Pager;
import dev.tollgate.console.web.Screen;
import dev.tollgate.console.web.Selected;
import dev.tollgate.contract.auth.v1.InvitationCommand;
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

/// Who is invited to the account looked at.
@Path("/team/invitations")
@Produces(MediaType.TEXT_HTML)
public class InvitePages {
    private static final PageAsk MANY = new PageAsk(null, null, "100");
    private static final List<String> FIELDS = List.of("email", "role");

    private final AccountInvitationResource invitations;
    private final Selected selected;
    private final Frame frame;
    private final Screen screen;
    private final Form form;

    @Inject
    InvitePages(AccountInvitationResource invitations, Selected selected, Frame frame, Screen screen, Form form) {
        this.invitations = invitations;
        this.selected = selected;
        this.frame = frame;
        this.screen = screen;
        this.form = form;
    }

    @GET
    @Requires(value = Permission.MEMBERS_READ, account = Selected.class)
    public Uni<Response> list(@QueryParam("search") @DefaultValue("") String search, @BeanParam PageAsk ask) {
        String account = selected.account();
        Address address = new Address(frame.at("/team/invitations")).with("search", search);
        return account == null
                ? screen.show(TeamTemplates.none())
                : invitations
                        .list(account, search, ask)
                        .chain(page -> screen.show(
                                TeamTemplates.invitations(page, search.strip(), Pager.of(address, ask, page))));
    }

    @GET
    @Path("new")
    @Requires(value = Permission.MEMBERS_WRITE, account = Selected.class)
    public Uni<Response> ask() {
        form.store("role", "MEMBER");
        return screen.show(selected.account() == null ? TeamTemplates.none() : TeamTemplates.invite());
    }

    @POST
    @Requires(value = Permission.MEMBERS_WRITE, account = Selected.class)
    public Uni<Response> invite() {
        String account = account();
        InvitationCommand command = new InvitationCommand(form.required("email"), Roles.of(form, words()));
        return form.isWrong()
                ? screen.show(422, TeamTemplates.invite())
                : invitations
                        .make(account, command)
                        .map(_ -> done(words().invited(form.value("email"))))
                        .onFailure(ServiceException.class)
                        .recoverWithUni(failure -> {
                            form.mark(failure, FIELDS);
                            return screen.show(422, TeamTemplates.invite());
                        });
    }

    @POST
    @Path("{guest}/resend")
    @Requires(value = Permission.MEMBERS_WRITE, account = Selected.class)
    public Uni<Response> resend(@PathParam("guest") String guest) {
        return invitations.resend(account(), guest).map(sent -> done(words().invited(sent.email())));
    }

    @GET
    @Path("{guest}/withdraw")
    @Requires(value = Permission.MEMBERS_WRITE, account = Selected.class)
    public Uni<Response> confirm(@PathParam("guest") String guest) {
        return invitations
                .list(account(), null, MANY)
                .map(page -> page.data().stream()
                        .filter(one -> one.id().equals(guest))
                        .findFirst()
                        .orElseThrow(InvitePages::none))
                .chain(found -> screen.show(TeamTemplates.withdraw(found)));
    }

    @POST
    @Path("{guest}/withdraw")
    @Requires(value = Permission.MEMBERS_WRITE, account = Selected.class)
    public Uni<Response> withdraw(@PathParam("guest") String guest) {
        return invitations.revoke(account(), guest).map(_ -> done(words().withdrawn()));
    }

    private Response done(String what) {
        return screen.go(frame.at("/team/invitations"), what);
    }

    private String account() {
        String account = selected.account();
        if (account == null) {
            throw none();
        }
        return account;
    }

    private static ServiceException none() {
        return new ServiceException(ErrorCode.NOT_FOUND, "There is no such invitation.");
    }

    private TeamWords words() {
        return screen.words(TeamWords.class);
    }
}
