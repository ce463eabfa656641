package dev.tollgate.console;

import dev.tollgate.contract.billing.v1.AutoTopUpCommand;
import dev.tollgate.contract.billing.v1.AutoTopUpView;
import dev.tollgate.contract.billing.v1.CheckoutCommand;
import dev.tollgate.contract.billing.v1.ContactCommand;
import dev.tollgate.contract.billing.v1.ContactView;
import dev.tollgate.contract.billing.v1.PaymentMethodView;
import dev.tollgate.contract.billing.v1.PaymentView;
import dev.tollgate.contract.billing.v1.RefundCommand;
import dev.tollgate.contract.billing.v1.RefundDecision;
import dev.tollgate.contract.billing.v1.RefundRequestView;
import dev.tollgate.contract.billing.v1.WebhookAnswer;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.error.ServiceException;
import dev.tollgate.contract.page.Page;
import java.util.List;

/// What billing answers about payments: `acct_1` has the payment `pay_1` and the card `pm_1`, `acct_2` its own.
final class Payments {
    private Payments() {}

    static void on(PeerStub billing) {
        billing.on("POST", "/payments/accounts/([^/]+)/checkouts", call -> {
                    call.read(CheckoutCommand.class);
                    return payment();
                })
                .on("GET", "/payments/accounts/([^/]+)", _ -> page(payment(), "pay_1"))
                .on(
                        "GET",
                        "/payments/accounts/([^/]+)/methods",
                        _ -> List.of(new PaymentMethodView("pm_1", "payment_method", "visa", "4242", 12, 2034)))
                .on("DELETE", "/payments/accounts/([^/]+)/methods/([^/]+)", call -> {
                    own(call, "pm_", "There is no such card.");
                    return null;
                })
                .on("GET", "/payments/accounts/([^/]+)/auto-top-up", _ -> auto())
                .on("PUT", "/payments/accounts/([^/]+)/auto-top-up", call -> {
                    call.read(AutoTopUpCommand.class);
                    return auto();
                })
                .on("GET", "/payments/accounts/([^/]+)/refunds", _ -> page(refund(), "rfr_1"))
                .on("POST", "/payments/accounts/([^/]+)/refunds", call -> {
                    call.read(RefundCommand.class);
                    return refund();
                })
                .on("GET", "/payments/accounts/([^/]+)/([^/]+)", call -> {
                    own(call, "pay_", "There is no such payment.");
                    return payment();
                })
                .on("GET", "/billing-contacts/([^/]+)", _ -> contact())
                .on("PUT", "/billing-contacts/([^/]+)", call -> {
                    call.read(ContactCommand.class);
                    return contact();
                })
                .on(
                        "GET",
                        "/refunds",
                        call -> "nothing".equals(call.query().get("search"))
                                ? new Page<>("list", List.of(), null, null, false)
                                : page(refund(), "rfr_1"))
                .on("GET", "/refunds/rfr_1", _ -> refund())
                .on("POST", "/refunds/rfr_1/(?:approve|deny)", call -> {
                    call.read(RefundDecision.class);
                    return refund();
                })
                .on("POST", "/payments/webhooks/stripe", call -> {
                    if (!"t=1,v1=right".equals(call.signature())) {
                        throw new ServiceException(new ServiceError(
                                ErrorCode.INVALID_VALUE, "The signature is not the provider's.", "stripe-signature"));
                    }
                    return new WebhookAnswer("evt_1", "payment_event", "booked");
                });
    }

    /// Each account has one: `acct_1` the first, `acct_2` the second.
    private static void own(PeerStub.Call call, String prefix, String otherwise) {
        String account = call.words().get(0);
        if (!call.words().get(1).equals(account.replace("acct_", prefix))) {
            throw new ServiceException(ErrorCode.NOT_FOUND, otherwise);
        }
    }

    private static <T> Page<T> page(T row, String id) {
        return new Page<>("list", List.of(row), id, id, false);
    }

    private static PaymentView payment() {
        return new PaymentView(
                "pay_1",
                "payment",
                "acct_1",
                "checkout",
                "pending",
                100_000_000_000L,
                1200,
                "usd",
                "card",
                0,
                0,
                "https://pay.example/1",
                null,
                1,
                null);
    }

    private static ContactView contact() {
        return new ContactView("billing_contact", "acct_1", "pay@example.com");
    }

    private static RefundRequestView refund() {
        return new RefundRequestView("rfr_1", "refund", "acct_1", "requested", null, "unused", null, List.of(), 1);
    }

    private static AutoTopUpView auto() {
        return new AutoTopUpView("auto_top_up", "acct_1", false, 0, 0, 0, "usd", null, 0, null);
    }
}
