package dev.tollgate.console.billing;

import dev.tollgate.console.access.Requires;
import dev.tollgate.console.accounts.CreditResource;
import dev.tollgate.console.page.PageAsk;
import dev.tollgate.console.page.Sieve;
import dev.tollgate.console.payments.PaymentResource;
import dev.tollgate.console.payments.RefundResource;
import dev.tollgate.console.web.Address;
import dev.tollgate.console.web.Pager;
import dev.tollgate.console.web.Screen;
import dev.tollgate.console.web.Selected;
import dev.tollgate.contract.auth.v1.Permission;
import dev.tollgate.contract.billing.v1.LedgerEntryView;
import dev.tollgate.contract.billing.v1.PaymentView;
import dev.tollgate.contract.page.Page;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/// What has happened to an account's money.
@Path("/billing")
@Produces(MediaType.TEXT_HTML)
public class BillingPages {
    private static final PageAsk MANY = new PageAsk(null, null, "100");

    private final CreditResource credit;
    private final PaymentResource payments;
    private final RefundResource refunds;
    private final TopUpForms topUps;
    private final OneAccount one;
    private final Screen screen;

    @Inject
    BillingPages(
            CreditResource credit,
            PaymentResource payments,
            RefundResource refunds,
            TopUpForms topUps,
            OneAccount one,
            Screen screen) {
        this.credit = credit;
        this.payments = payments;
        this.refunds = refunds;
        this.topUps = topUps;
        this.one = one;
        this.screen = screen;
    }

    @GET
    @Requires(value = Permission.BILLING_READ, account = Selected.class)
    public Uni<Response> overview() {
        return one.of(account -> topUps.show(200, account));
    }

    @GET
    @Path("entries")
    @Requires(value = Permission.BILLING_READ, account = Selected.class)
    public Uni<Response> entries(@QueryParam("kind") @DefaultValue("") String kind, @BeanParam PageAsk ask) {
        Address address = new Address("/billing/entries").with("kind", kind);
        return one.of(account -> chosen(account, kind, ask)
                .chain(page -> screen.show(BillingTemplates.entries(page, kind, Pager.of(address, ask, page)))));
    }

    @GET
    @Path("payments")
    @Requires(value = Permission.BILLING_READ, account = Selected.class)
    public Uni<Response> payments(@QueryParam("status") @DefaultValue("") String status, @BeanParam PageAsk ask) {
        Address address = new Address("/billing/payments").with("status", status);
        return one.of(account -> Uni.combine()
                .all()
                .unis(paid(account, status, ask), refunds.refunds(account, MANY))
                .asTuple()
                .chain(all -> screen.show(BillingTemplates.payments(
                        all.getItem1(), status, Pager.of(address, ask, all.getItem1()), all.getItem2()))));
    }

    private Uni<Page<LedgerEntryView>> chosen(String account, String kind, PageAsk ask) {
        return kind.isBlank()
                ? credit.entries(account, ask)
                : new Sieve<>(
                                LedgerEntryView::id,
                                (LedgerEntryView entry) -> entry.kind().equals(kind),
                                some -> credit.entries(account, some))
                        .page(ask);
    }

    private Uni<Page<PaymentView>> paid(String account, String status, PageAsk ask) {
        return status.isBlank()
                ? payments.payments(account, ask)
                : new Sieve<>(
                                PaymentView::id,
                                (PaymentView payment) -> payment.status().equals(status),
                                some -> payments.payments(account, some))
                        .page(ask);
    }
}
