package dev.tollgate.console.billing;

import dev.tollgate.console.access.Requires;
import dev.tollgate.console.accounts.CreditResource;
import dev.tollgate.console.payments.PaymentResource;
import dev.tollgate.console.payments.RefundResource;
import dev.tollgate.console.web.Form;
import dev.tollgate.console.web.Screen;
import dev.tollgate.console.web.Selected;
import dev.tollgate.console.web.Shown;
import dev.tollgate.contract.auth.v1.Permission;
import dev.tollgate.contract.billing.v1.CreditView;
import dev.tollgate.contract.billing.v1.PaymentView;
import dev.tollgate.contract.billing.v1.RefundCommand;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
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
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A customer asks for money back.
@Path("/billing")
@Produces(MediaType.TEXT_HTML)
public class RefundAskPages {
    private static final Pattern NANOS = Pattern.compile("(\\d+) nano-credits");

    private final CreditResource credit;
    private final PaymentResource payments;
    private final RefundResource refunds;
    private final OneAccount one;
    private final Screen screen;
    private final Form form;

    @Inject
    RefundAskPages(
            CreditResource credit,
            PaymentResource payments,
            RefundResource refunds,
            OneAccount one,
            Screen screen,
            Form form) {
        this.credit = credit;
        this.payments = payments;
        this.refunds = refunds;
        this.one = one;
        this.screen = screen;
        this.form = form;
    }

    @GET
    @Path("refund")
    @Requires(value = Permission.BILLING_WRITE, account = Selected.class)
    public Uni<Response> ask(@QueryParam("payment") @DefaultValue("") String payment) {
        form.store("idempotency_key", UUID.randomUUID()).store("payment", payment);
        return one.of(account -> show(200, account, payment));
    }

    @POST
    @Path("refunds")
    @Requires(value = Permission.BILLING_WRITE, account = Selected.class)
    public Uni<Response> send() {
        return one.of(account -> {
            Long credits = form.credits("credits");
            String reason = form.required("reason");
            if (!form.has("confirmed")) {
                form.mark("confirmed", screen.words(BillingWords.class).confirmNeeded());
            }
            if (form.isWrong()) {
                return show(422, account, form.value("payment"));
            }
            RefundCommand command = new RefundCommand(credits == null ? null : credits.toString(), reason, null);
            return refunds.ask(account, form.text("idempotency_key"), command)
                    .map(_ -> screen.go(
                            "/billing/payments",
                            screen.words(BillingWords.class).refundSent()))
                    .onFailure(ServiceException.class)
                    .recoverWithUni(failure -> {
                        form.mark(inCredits(failure), List.of("credits", "reason"));
                        return show(422, account, form.value("payment"));
                    });
        });
    }

    /// Programs are told nano-credits; people read credits.
    private static ServiceException inCredits(ServiceException refused) {
        ServiceError error = refused.error();
        String message = NANOS.matcher(error.message())
                .replaceAll(found -> Shown.credits(found.group(1), Locale.ENGLISH) + " credits");
        return new ServiceException(new ServiceError(error.code(), message, error.param()));
    }

    private Uni<Response> show(int status, String account, String id) {
        Uni<CreditView> known = credit.credit(account);
        return Uni.combine()
                .all()
                .unis(known, payment(account, id))
                .asTuple()
                .chain(both -> screen.show(
                        status,
                        BillingTemplates.refund(
                                both.getItem1(),
                                both.getItem2().isEmpty()
                                        ? null
                                        : both.getItem2().getFirst())));
    }

    /// None when the page was asked for without one, or with another account's.
    private Uni<List<PaymentView>> payment(String account, @Nullable String id) {
        return id == null || id.isBlank()
                ? Uni.createFrom().item(List.of())
                : payments.payment(account, id)
                        .map(List::of)
                        .onFailure(failure -> failure instanceof ServiceException known
                                && known.error().code() == ErrorCode.NOT_FOUND)
                        .recoverWithItem(List.of());
    }
}
