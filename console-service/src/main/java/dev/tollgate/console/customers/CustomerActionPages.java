package dev.tollgate.console.customers;

import dev.tollgate.console.access.Requires;
import dev.tollgate.console.accounts.AccountResource;
import dev.tollgate.console.accounts.CreditResource;
import dev.tollgate.console.page.PageAsk;
import dev.tollgate.console.web.Address;
import dev.tollgate.console.web.Form;
import dev.tollgate.console.web.Frame;
import dev.tollgate.console.web.Pager;
import dev.tollgate.console.web.Screen;
import dev.tollgate.console.web.Shown;
import dev.tollgate.contract.auth.v1.AccountCommand;
import dev.tollgate.contract.auth.v1.AccountNote;
import dev.tollgate.contract.auth.v1.AccountStatus;
import dev.tollgate.contract.auth.v1.Permission;
import dev.tollgate.contract.billing.v1.GiftCommand;
import dev.tollgate.contract.billing.v1.Overdraft;
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
import java.util.Locale;

/// What an operator does with an account, by forms.
@Path("/admin/customers")
@Produces(MediaType.TEXT_HTML)
public class CustomerActionPages {
    private static final PageAsk NEWEST = new PageAsk(null, null, null);

    private final AccountResource accounts;
    private final CreditResource credit;
    private final Customers customers;
    private final Frame frame;
    private final Screen screen;
    private final Form form;

    @Inject
    CustomerActionPages(
            AccountResource accounts,
            CreditResource credit,
            Customers customers,
            Frame frame,
            Screen screen,
            Form form) {
        this.accounts = accounts;
        this.credit = credit;
        this.customers = customers;
        this.frame = frame;
        this.screen = screen;
        this.form = form;
    }

    @POST
    @Path("{id}")
    @Requires(Permission.ACCOUNTS_WRITE)
    public Uni<Response> change(@PathParam("id") String id) {
        AccountCommand command = CustomerForm.command(form);
        if (form.isWrong()) {
            return again(id);
        }
        return accounts.change(id, command)
                .map(_ -> screen.go(place(id), words().saved()))
                .onFailure(ServiceException.class)
                .recoverWithUni(failure -> {
                    form.mark(failure, CustomerForm.FIELDS);
                    return again(id);
                });
    }

    @POST
    @Path("{id}/gift")
    @Requires(Permission.CREDIT_WRITE)
    public Uni<Response> give(@PathParam("id") String id) {
        form.required("amount");
        Long amount = form.credits("amount");
        Long expiry = form.time("expires_at");
        if (amount == null || form.isWrong()) {
            return again(id, "gift");
        }
        GiftCommand gift = new GiftCommand(amount.toString(), form.text("reason"), expiry, null);
        return credit.give(id, form.text("idempotency_key"), gift)
                .map(_ -> screen.go(
                        place(id),
                        words().giftDone(Shown.credits(
                                amount.longValue(), frame.language().words()))))
                .onFailure(ServiceException.class)
                .recoverWithUni(failure -> refused(id, "gift", failure, List.of("amount", "reason", "expires_at")));
    }

    @POST
    @Path("{id}/overdraft")
    @Requires(Permission.CREDIT_WRITE)
    public Uni<Response> setOverdraft(@PathParam("id") String id) {
        boolean isNone = form.required("overdraft").equals("0");
        Long overdraft = isNone ? Long.valueOf(0) : form.credits("overdraft");
        if (overdraft == null || form.isWrong()) {
            return again(id, "overdraft");
        }
        return credit.setOverdraft(id, new Overdraft(overdraft.toString()))
                .map(_ -> screen.go(place(id), words().overdraftDone()))
                .onFailure(ServiceException.class)
                .recoverWithUni(failure -> refused(id, "overdraft", failure, List.of("overdraft")));
    }

    @POST
    @Path("{id}/freeze")
    @Requires(Permission.ACCOUNTS_WRITE)
    public Uni<Response> freeze(@PathParam("id") String id) {
        return turn(id, AccountStatus.FROZEN, AccountNote.Kind.FREEZE, words().freezeDone());
    }

    @POST
    @Path("{id}/unfreeze")
    @Requires(Permission.ACCOUNTS_WRITE)
    public Uni<Response> unfreeze(@PathParam("id") String id) {
        return turn(id, AccountStatus.ACTIVE, AccountNote.Kind.UNFREEZE, words().unfreezeDone());
    }

    /// The reason stands in the log before the deed.
    private Uni<Response> turn(String id, AccountStatus status, AccountNote.Kind kind, String done) {
        String action = kind.name().toLowerCase(Locale.ROOT);
        String reason = form.required("reason");
        if (form.isWrong()) {
            return again(id, action);
        }
        return accounts.note(id, new AccountNote(kind, reason))
                .chain(() -> accounts.change(id, new AccountCommand(null, null, status, null)))
                .map(_ -> screen.go(place(id), done))
                .onFailure(ServiceException.class)
                .recoverWithUni(failure -> refused(id, action, failure, List.of("reason")));
    }

    private Uni<Response> refused(String id, String action, ServiceException failure, List<String> fields) {
        form.mark(failure, fields);
        return again(id, action);
    }

    private Uni<Response> again(String id, String action) {
        return accounts.get(id).chain(account -> screen.show(422, CustomerTemplates.confirm(account, action)));
    }

    private Uni<Response> again(String id) {
        return customers
                .get(id, NEWEST)
                .chain(customer -> screen.show(
                        422,
                        CustomerTemplates.one(
                                customer,
                                customer.account(),
                                Pager.of(new Address(place(id)), NEWEST, customer.entries()))));
    }

    private static String place(String id) {
        return "/admin/customers/" + id;
    }

    private CustomerWords words() {
        return screen.words(CustomerWords.class);
    }
}
