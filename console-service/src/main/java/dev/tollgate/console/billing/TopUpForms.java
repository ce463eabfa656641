package dev.tollgate.console.billing;

import dev.tollgate.console.accounts.CreditResource;
import dev.tollgate.console.page.PageAsk;
import dev.tollgate.console.payments.PaymentOptionsResource;
import dev.tollgate.console.web.Form;
import dev.tollgate.console.web.Screen;
import dev.tollgate.contract.billing.v1.PaymentOptionsView;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The first page about money, with the form for a top-up as it was filled in.
@ApplicationScoped
class TopUpForms {
    private static final PageAsk FEW = new PageAsk(null, null, "6");
    private static final String FIRST = "25";

    private final CreditResource credit;
    private final PaymentOptionsResource options;
    private final Screen screen;
    private final Form form;

    @Inject
    TopUpForms(CreditResource credit, PaymentOptionsResource options, Screen screen, Form form) {
        this.credit = credit;
        this.options = options;
        this.screen = screen;
        this.form = form;
    }

    Uni<Response> show(int status, String account) {
        form.store("idempotency_key", UUID.randomUUID());
        return Uni.combine()
                .all()
                .unis(credit.credit(account), options.options(), credit.entries(account, FEW))
                .asTuple()
                .chain(all -> screen.show(
                        status,
                        BillingTemplates.overview(
                                all.getItem1(),
                                all.getItem2(),
                                topUp(all.getItem2()),
                                all.getItem3().data())));
    }

    private @Nullable TopUp topUp(PaymentOptionsView known) {
        if (!form.has("pick")) {
            form.store("pick", FIRST);
        }
        return known.enabled() && !known.currencies().isEmpty() ? TopUp.of(form, known) : null;
    }
}
