package dev.tollgate.console.customers;

import dev.tollgate.console.access.Requires;
import dev.tollgate.console.accounts.AccountResource;
import dev.tollgate.console.page.PageAsk;
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
import java.util.UUID;

/// All accounts, and one of them. What is done with them is in [CustomerActionPages].
@Path("/admin/customers")
@Produces(MediaType.TEXT_HTML)
public class CustomerPages {
    private final AccountResource accounts;
    private final Customers customers;
    private final Screen screen;
    private final Form form;

    @Inject
    CustomerPages(AccountResource accounts, Customers customers, Screen screen, Form form) {
        this.accounts = accounts;
        this.customers = customers;
        this.screen = screen;
        this.form = form;
    }

    @GET
    @Requires(Permission.ACCOUNTS_READ)
    public Uni<Response> list(@QueryParam("search") @DefaultValue("") String search, @BeanParam PageAsk ask) {
        Address address = new Address("/admin/customers").with("search", search);
        return accounts.list(search, ask)
                .chain(page -> screen.show(CustomerTemplates.list(page, search.strip(), Pager.of(address, ask, page))));
    }

    /// Platform roles that read money read members, keys and groups too.
    @GET
    @Path("{id}")
    @Requires(Permission.BILLING_READ)
    public Uni<Response> get(@PathParam("id") String id, @BeanParam PageAsk ask) {
        return customers.get(id, ask).chain(customer -> {
            CustomerForm.store(form, customer.account());
            form.store("idempotency_key", UUID.randomUUID());
            Pager pager = Pager.of(new Address("/admin/customers/" + id), ask, customer.entries());
            return screen.show(CustomerTemplates.one(customer, customer.account(), pager));
        });
    }

    /// Asks before it is done: a dialog asks the same where scripts run.
    @GET
    @Path("{id}/{deed:gift|overdraft|freeze|unfreeze}")
    @Requires(Permission.CREDIT_WRITE)
    public Uni<Response> confirm(@PathParam("id") String id, @PathParam("deed") String action) {
        form.store("idempotency_key", UUID.randomUUID());
        return accounts.get(id).chain(account -> screen.show(CustomerTemplates.confirm(account, action)));
    }
}
