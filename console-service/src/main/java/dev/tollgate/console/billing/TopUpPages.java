package dev.tollgate.console.billing;

import dev.tollgate.console.access.Requires;
import dev.tollgate.console.payments.PaymentOptionsResource;
import dev.tollgate.console.payments.PaymentResource;
import dev.tollgate.console.redemption.RedemptionResource;
import dev.tollgate.console.web.Address;
import dev.tollgate.console.web.Form;
import dev.tollgate.console.web.Frame;
import dev.tollgate.console.web.Screen;
import dev.tollgate.console.web.Selected;
import dev.tollgate.console.web.Shown;
import dev.tollgate.contract.auth.v1.Permission;
import dev.tollgate.contract.billing.v1.CheckoutCommand;
import dev.tollgate.contract.billing.v1.PaymentOptionsView;
import dev.tollgate.contract.billing.v1.PaymentView;
import dev.tollgate.contract.billing.v1.RedeemCommand;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceException;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;

/// Credit is bought, on the payment provider's page, or comes by a code.
@Path("/billing")
@Produces(MediaType.TEXT_HTML)
public class TopUpPages {
    /// Every two seconds: a minute.
    private static final int LOOKS_MAX = 30;

    private final PaymentResource payments;
    private final PaymentOptionsResource options;
    private final RedemptionResource redemptions;
    private final TopUpForms topUps;
    private final OneAccount one;
    private final Frame frame;
    private final Screen screen;
    private final Form form;

    @Inject
    TopUpPages(
            PaymentResource payments,
            PaymentOptionsResource options,
            RedemptionResource redemptions,
            TopUpForms topUps,
            OneAccount one,
            Frame frame,
            Screen screen,
            Form form) {
        this.payments = payments;
        this.options = options;
        this.redemptions = redemptions;
        this.topUps = topUps;
        this.one = one;
        this.frame = frame;
        this.screen = screen;
        this.form = form;
    }

    /// What the present choice costs: the part of the form that says so.
    @POST
    @Path("quote")
    @Requires(value = Permission.BILLING_READ, account = Selected.class)
    public Uni<Response> quote() {
        return options.options()
                .chain(known -> isOpen(known)
                        ? screen.show(BillingTemplates.quote(TopUp.of(form, known)))
                        : Uni.createFrom().item(screen.go("/billing")));
    }

    /// The policy lets no form lead to the payment page: a script goes there, or the reader by a link.
    @POST
    @Path("checkouts")
    @Requires(value = Permission.BILLING_WRITE, account = Selected.class)
    public Uni<Response> pay() {
        return one.of(account -> options.options()
                .chain(known -> isOpen(known) ? pay(account, TopUp.of(form, known)) : topUps.show(422, account))
                .onFailure(ServiceException.class)
                .recoverWithUni(failure -> {
                    form.mark(failure, TopUp.FIELDS, TopUp.NAMES);
                    return topUps.show(422, account);
                }));
    }

    private Uni<Response> pay(String account, TopUp topUp) {
        Long credits = topUp.credits();
        if (credits == null) {
            form.required("own");
        } else if (topUp.price() == null) {
            form.mark("own", words().notWhole());
        }
        if (credits == null || form.isWrong()) {
            return topUps.show(422, account);
        }
        CheckoutCommand command = new CheckoutCommand(
                credits.toString(), null, topUp.currency().currency(), topUp.method(), form.has("save_card"), null);
        return payments.checkout(account, form.text("idempotency_key"), command).chain(payment -> {
            String url = payment.checkoutUrl();
            return frame.partly() && url != null
                    ? Uni.createFrom().item(screen.go(url))
                    : screen.show(BillingTemplates.leave(payment));
        });
    }

    /// Where the payment page sends back to. Credit comes when the provider tells of it, which may be a little later.
    @GET
    @Path("return")
    @Requires(value = Permission.BILLING_READ, account = Selected.class)
    public Uni<Response> back(
            @QueryParam("payment") @DefaultValue("") String id,
            @QueryParam("outcome") @DefaultValue("") String outcome,
            @QueryParam("look") @DefaultValue("") String look) {
        int looks = look.matches("\\d{1,3}") ? Integer.parseInt(look) : 0;
        Address next = new Address("/billing/return").with("payment", id).with("outcome", outcome);
        return one.of(account -> payments.payment(account, id)
                .chain(payment -> screen.show(BillingTemplates.back(
                        payment,
                        stage(payment, outcome, looks),
                        next.with("look", Integer.toString(looks + 1)).text())))
                .onFailure(TopUpPages::isNotFound)
                .recoverWithUni(() -> screen.show(BillingTemplates.back(null, "unknown", "/billing"))));
    }

    @POST
    @Path("redemptions")
    @Requires(value = Permission.BILLING_WRITE, account = Selected.class)
    public Uni<Response> redeem() {
        return one.of(account -> {
            String code = form.required("code");
            if (form.isWrong()) {
                return topUps.show(422, account);
            }
            return redemptions
                    .redeem(account, new RedeemCommand(code))
                    .map(got -> screen.go("/billing", words().redeemed(shown(got.amount()))))
                    .onFailure(ServiceException.class)
                    .recoverWithUni(failure -> refused(account, failure));
        });
    }

    private Uni<Response> refused(String account, ServiceException failure) {
        if (failure.error().code().status() == 404 || failure.error().code() == ErrorCode.RATE_LIMIT_EXCEEDED) {
            form.mark("code", failure.error().message());
        } else {
            form.mark(failure, List.of("code"));
        }
        return topUps.show(422, account);
    }

    static String stage(PaymentView payment, String outcome, int looks) {
        return switch (payment.status()) {
            case "paid" -> "paid";
            case "failed", "expired" -> "failed";
            default -> outcome.equals("paid") ? looks < LOOKS_MAX ? "wait" : "late" : "cancelled";
        };
    }

    private String shown(long nanos) {
        return Shown.credits(nanos, frame.language().words());
    }

    private static boolean isOpen(PaymentOptionsView known) {
        return known.enabled() && !known.currencies().isEmpty();
    }

    private static boolean isNotFound(Throwable failure) {
        return failure instanceof ServiceException known && known.error().code() == ErrorCode.NOT_FOUND;
    }

    private BillingWords words() {
        return screen.words(BillingWords.class);
    }
}
