package dev.tollgate.console.customers;

import dev.tollgate.console.access.Requires;
import dev.tollgate.console.access.Viewing;
import dev.tollgate.console.accounts.AccountResource;
import dev.tollgate.console.peers.AuthPeer;
import dev.tollgate.console.web.Form;
import dev.tollgate.console.web.OwnPath;
import dev.tollgate.console.web.Screen;
import dev.tollgate.contract.auth.v1.AccountNote;
import dev.tollgate.contract.auth.v1.Permission;
import dev.tollgate.contract.error.ServiceException;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How somebody of the platform comes to see an account as its owner does. Auditors may, too: the note is written by
/// auth itself, not by the management API's call, which lets one write others as well.
@Path("/admin/customers/{id}/view")
@Produces(MediaType.TEXT_HTML)
public class ViewPages {
    private static final String ACTION = "view";

    private final AccountResource accounts;
    private final AuthPeer auth;
    private final Viewing viewing;
    private final Screen screen;
    private final Form form;

    @Inject
    ViewPages(AccountResource accounts, AuthPeer auth, Viewing viewing, Screen screen, Form form) {
        this.accounts = accounts;
        this.auth = auth;
        this.viewing = viewing;
        this.screen = screen;
        this.form = form;
    }

    /// @param next the page that he wanted to see
    @GET
    @Requires(Permission.ACCOUNTS_READ)
    public Uni<Response> ask(@PathParam("id") String id, @QueryParam("next") @Nullable String next) {
        form.store("next", OwnPath.of(next));
        return accounts.get(id).chain(account -> screen.show(CustomerTemplates.confirm(account, ACTION)));
    }

    /// The account is chosen as its own people choose it, once it is written down who looks and why: what cannot be
    /// written is not shown.
    @POST
    @Requires(Permission.ACCOUNTS_READ)
    public Uni<Response> begin(@PathParam("id") String id) {
        String reason = form.required("reason");
        return form.isWrong()
                ? again(id)
                : auth.note(id, new AccountNote(AccountNote.Kind.VIEW, reason))
                        .map(_ -> Response.fromResponse(screen.look(id, OwnPath.of(form.value("next"))))
                                .cookie(viewing.begin(id))
                                .build())
                        .onFailure(ServiceException.class)
                        .recoverWithUni(failure -> {
                            form.mark(failure, List.of("reason"));
                            return again(id);
                        });
    }

    private Uni<Response> again(String id) {
        return accounts.get(id).chain(account -> screen.show(422, CustomerTemplates.confirm(account, ACTION)));
    }
}
