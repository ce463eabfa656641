package dev.tollgate.console.keys;

import dev.tollgate.console.access.Requires;
import dev.tollgate.console.page.PageAsk;
import dev.tollgate.console.web.Address;
import dev.tollgate.console.web.Form;
import dev.tollgate.console.web.Pager;
import dev.tollgate.console.web.Screen;
import dev.tollgate.console.web.Selected;
import dev.tollgate.contract.auth.v1.Permission;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;

/// API keys as pages: what is there. What is done with them is in [KeyActionPages].
@Path("/keys")
@Produces(MediaType.TEXT_HTML)
public class KeyPages {
    private final KeyResource keys;
    private final KeyChoices choices;
    private final Selected selected;
    private final Screen screen;
    private final Form form;

    @Inject
    KeyPages(KeyResource keys, KeyChoices choices, Selected selected, Screen screen, Form form) {
        this.keys = keys;
        this.choices = choices;
        this.selected = selected;
        this.screen = screen;
        this.form = form;
    }

    @GET
    @Requires(value = Permission.KEYS_READ, account = Selected.class)
    public Uni<Response> list(@BeanParam KeySearch wanted, @BeanParam PageAsk ask) {
        Address address = new Address("/keys").with("search", wanted.search()).with("status", wanted.status());
        return keys.list(selected.account(), wanted, ask)
                .chain(page -> screen.show(KeyTemplates.list(page, wanted, Pager.of(address, ask, page))));
    }

    @GET
    @Path("new")
    @Requires(value = Permission.KEYS_WRITE, account = Selected.class)
    public Uni<Response> add() {
        form.store("idempotency_key", UUID.randomUUID()).store("account_id", selected.account());
        return choices.of(selected.account()).chain(some -> screen.show(KeyTemplates.add(some)));
    }

    @GET
    @Path("{id}")
    @Requires(value = Permission.KEYS_READ, account = OfKey.class)
    public Uni<Response> get(@PathParam("id") String id) {
        return keys.get(id).chain(key -> {
            KeyForm.store(form, key);
            return choices.of(key.accountId()).chain(some -> screen.show(KeyTemplates.one(key, some)));
        });
    }

    /// Asks before it is done: a dialog asks the same where scripts run.
    @GET
    @Path("{id}/{action:rotate|disable|enable|revoke}")
    @Requires(value = Permission.KEYS_WRITE, account = OfKey.class)
    public Uni<Response> confirm(@PathParam("id") String id, @PathParam("action") String action) {
        return keys.get(id).chain(key -> screen.show(KeyTemplates.confirm(key, action)));
    }
}
