package dev.tollgate.console.team;

import dev.tollgate.console.access.Requires;
import dev.tollgate.console.login.Caller;
import dev.tollgate.console.page.PageAsk;
import dev.tollgate.console.page.Slice;
import dev.tollgate.console.users.MemberResource;
import dev.tollgate.console.web.Address;
import dev.tollgate.console.web.Form;
import dev.tollgate.console.web.Frame;
import dev.tollgate.console.web.Pager;
import dev.tollgate.console.web.Screen;
import dev.tollgate.console.web.Selected;
import dev.tollgate.contract.auth.v1.MemberCommand;
import dev.tollgate.contract.auth.v1.MemberView;
import dev.tollgate.contract.auth.v1.Permission;
import dev.tollgate.contract.error.ErrorCode;
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
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Who belongs to the account looked at.
@Path("/team")
@Produces(MediaType.TEXT_HTML)
public class MemberPages {
    private static final List<String> FIELDS = List.of("role");

    private final MemberResource members;
    private final Selected selected;
    private final Caller caller;
    private final Frame frame;
    private final Screen screen;
    private final Form form;

    @Inject
    MemberPages(MemberResource members, Selected selected, Caller caller, Frame frame, Screen screen, Form form) {
        this.members = members;
        this.selected = selected;
        this.caller = caller;
        this.frame = frame;
        this.screen = screen;
        this.form = form;
    }

    @GET
    @Requires(value = Permission.MEMBERS_READ, account = Selected.class)
    public Uni<Response> list(@QueryParam("search") @Nullable String search, @BeanParam PageAsk ask) {
        String account = selected.account();
        if (account == null) {
            return screen.show(TeamTemplates.none());
        }
        Address address = new Address(frame.at("/team")).with("search", search);
        return members.list(account).chain(all -> {
            String wanted = search == null ? "" : search.strip();
            List<MemberView> found =
                    all.data().stream().filter(one -> fits(one, wanted)).toList();
            Page<MemberView> page = Slice.of(found, MemberView::userId, ask);
            return screen.show(TeamTemplates.members(page, wanted, Pager.of(address, ask, page)));
        });
    }

    @GET
    @Path("members/{user}")
    @Requires(value = Permission.MEMBERS_READ, account = Selected.class)
    public Uni<Response> get(@PathParam("user") String user) {
        return member(user).chain(member -> {
            form.store("role", member.role());
            return screen.show(TeamTemplates.member(member));
        });
    }

    @POST
    @Path("members/{user}")
    @Requires(value = Permission.MEMBERS_WRITE, account = Selected.class)
    public Uni<Response> change(@PathParam("user") String user) {
        MemberCommand command = new MemberCommand(Roles.of(form, words()));
        return member(user)
                .chain(member -> form.isWrong()
                        ? screen.show(422, TeamTemplates.member(member))
                        : members.set(member.accountId(), user, command)
                                .map(_ -> screen.go(frame.at("/team"), words().changed()))
                                .onFailure(ServiceException.class)
                                .recoverWithUni(failure -> {
                                    refused(failure);
                                    return screen.show(422, TeamTemplates.member(member));
                                }));
    }

    @GET
    @Path("members/{user}/remove")
    @Requires(value = Permission.MEMBERS_WRITE, account = Selected.class)
    public Uni<Response> confirm(@PathParam("user") String user) {
        return member(user).chain(member -> screen.show(TeamTemplates.remove(member)));
    }

    @POST
    @Path("members/{user}/remove")
    @Requires(value = Permission.MEMBERS_WRITE, account = Selected.class)
    public Uni<Response> remove(@PathParam("user") String user) {
        boolean isSelf = user.equals(caller.principal().userId());
        return member(user).chain(member -> members.remove(member.accountId(), user)
                .map(_ -> screen.go(isSelf ? "/" : frame.at("/team"), words().removed()))
                .onFailure(ServiceException.class)
                .recoverWithUni(failure -> {
                    refused(failure);
                    return screen.show(422, TeamTemplates.remove(member));
                }));
    }

    private static boolean fits(MemberView member, String search) {
        return (member.name() + "\n" + member.login())
                .toLowerCase(Locale.ROOT)
                .contains(search.toLowerCase(Locale.ROOT));
    }

    private void refused(ServiceException failure) {
        if (failure.error().code() == ErrorCode.CONFLICT) {
            form.markWhole(words().lastOwner());
        } else {
            form.mark(failure, FIELDS);
        }
    }

    private Uni<MemberView> member(String user) {
        String account = selected.account();
        if (account == null) {
            throw none();
        }
        return members.list(account).map(page -> page.data().stream()
                .filter(member -> member.userId().equals(user))
                .findFirst()
                .orElseThrow(MemberPages::none));
    }

    private static ServiceException none() {
        return new ServiceException(ErrorCode.NOT_FOUND, "There is no such member.");
    }

    private TeamWords words() {
        return screen.words(TeamWords.class);
    }
}
