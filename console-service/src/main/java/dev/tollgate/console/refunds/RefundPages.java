package dev.tollgate.console.refunds;

import dev.tollgate.console.access.Requires;
import dev.tollgate.console.accounts.CreditResource;
import dev.tollgate.console.page.PageAsk;
import dev.tollgate.console.payments.RefundDecisionResource;
import dev.tollgate.console.web.Address;
import dev.tollgate.console.web.Form;
import dev.tollgate.console.web.Pager;
import dev.tollgate.console.web.Screen;
import dev.tollgate.contract.auth.v1.Permission;
import dev.tollgate.contract.billing.v1.CreditView;
import dev.tollgate.contract.billing.v1.RefundDecision;
import dev.tollgate.contract.billing.v1.RefundRequestView;
import dev.tollgate.contract.error.ServiceException;
import dev.tollgate.contract.page.Page;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
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

/// Refunds that wait for an operator, and his word on each.
@Path("/admin/refunds")
@Produces(MediaType.TEXT_HTML)
public class RefundPages {
    private static final String PLACE = "/admin/refunds";

    private final RefundDecisionResource refunds;
    private final CreditResource credit;
    private final Screen screen;
    private final Form form;

    @Inject
    RefundPages(RefundDecisionResource refunds, CreditResource credit, Screen screen, Form form) {
        this.refunds = refunds;
        this.credit = credit;
        this.screen = screen;
        this.form = form;
    }

    @CheckedTemplate(basePath = "refunds")
    static class Templates {
        static native TemplateInstance list(Page<RefundRequestView> refunds, String search, Pager pager);

        static native TemplateInstance one(RefundRequestView refund, CreditView credit);

        static native TemplateInstance confirm(RefundRequestView refund, String action);

        private Templates() {}
    }

    /// The oldest first: what follows is newer.
    @GET
    @Requires(Permission.BILLING_READ)
    public Uni<Response> list(@QueryParam("search") @DefaultValue("") String search, @BeanParam PageAsk ask) {
        Address address = new Address(PLACE).with("search", search);
        return refunds.open(search, ask)
                .chain(page -> screen.show(Templates.list(
                        page, search.strip(), Pager.of(address, ask, page).reversed())));
    }

    @GET
    @Path("{id}")
    @Requires(Permission.BILLING_READ)
    public Uni<Response> get(@PathParam("id") String id) {
        return refunds.refund(id).chain(refund -> credit.credit(refund.accountId())
                .chain(money -> screen.show(Templates.one(refund, money))));
    }

    /// Asks before it is done: a dialog asks the same where scripts run.
    @GET
    @Path("{id}/{verdict:approve|deny}")
    @Requires(Permission.CREDIT_WRITE)
    public Uni<Response> confirm(@PathParam("id") String id, @PathParam("verdict") String action) {
        return refunds.refund(id).chain(refund -> screen.show(Templates.confirm(refund, action)));
    }

    @POST
    @Path("{id}/approve")
    @Requires(Permission.CREDIT_WRITE)
    public Uni<Response> approve(@PathParam("id") String id) {
        return refunds.approve(id, new RefundDecision(form.text("note")))
                .map(_ -> screen.go(PLACE + "/" + id, words().approved()))
                .onFailure(ServiceException.class)
                .recoverWithUni(failure -> refused(id, "approve", failure));
    }

    @POST
    @Path("{id}/deny")
    @Requires(Permission.CREDIT_WRITE)
    public Uni<Response> deny(@PathParam("id") String id) {
        String note = form.required("note");
        if (form.isWrong()) {
            return again(id, "deny");
        }
        return refunds.deny(id, new RefundDecision(note))
                .map(_ -> screen.go(PLACE, words().denied()))
                .onFailure(ServiceException.class)
                .recoverWithUni(failure -> refused(id, "deny", failure));
    }

    private Uni<Response> refused(String id, String action, ServiceException failure) {
        form.mark(failure, List.of("note"));
        return again(id, action);
    }

    private Uni<Response> again(String id, String action) {
        return refunds.refund(id).chain(refund -> screen.show(422, Templates.confirm(refund, action)));
    }

    private RefundWords words() {
        return screen.words(RefundWords.class);
    }
}
