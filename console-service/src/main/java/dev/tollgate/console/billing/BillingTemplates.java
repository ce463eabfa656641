package dev.tollgate.console.billing;

import dev.tollgate.console.web.Pager;
import dev.tollgate.contract.billing.v1.AlertTargetView;
import dev.tollgate.contract.billing.v1.AutoTopUpView;
import dev.tollgate.contract.billing.v1.CreatedAlertTarget;
import dev.tollgate.contract.billing.v1.CreditView;
import dev.tollgate.contract.billing.v1.LedgerEntryView;
import dev.tollgate.contract.billing.v1.PaymentMethodView;
import dev.tollgate.contract.billing.v1.PaymentOptionsView;
import dev.tollgate.contract.billing.v1.PaymentView;
import dev.tollgate.contract.billing.v1.RefundRequestView;
import dev.tollgate.contract.billing.v1.SpendAlertView;
import dev.tollgate.contract.billing.v1.SpendLimitView;
import dev.tollgate.contract.page.Page;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import java.time.YearMonth;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The pages about an account's money.
@CheckedTemplate(basePath = "billing")
final class BillingTemplates {
    private BillingTemplates() {}

    static native TemplateInstance choose();

    static native TemplateInstance overview(
            CreditView credit, PaymentOptionsView options, @Nullable TopUp topUp, List<LedgerEntryView> entries);

    static native TemplateInstance quote(TopUp topUp);

    static native TemplateInstance leave(PaymentView payment);

    static native TemplateInstance back(@Nullable PaymentView payment, String stage, String next);

    static native TemplateInstance entries(Page<LedgerEntryView> entries, String kind, Pager pager);

    static native TemplateInstance payments(
            Page<PaymentView> payments, String status, Pager pager, Page<RefundRequestView> refunds);

    static native TemplateInstance refund(CreditView credit, @Nullable PaymentView payment);

    static native TemplateInstance statements(List<YearMonth> months, YearMonth present);

    static native TemplateInstance alerts(
            Page<SpendLimitView> limits, List<AlertTargetView> targets, Page<SpendAlertView> alerts, Pager pager);

    static native TemplateInstance targetMade(CreatedAlertTarget made);

    static native TemplateInstance targetEnd(AlertTargetView target);

    static native TemplateInstance settings(AutoTopUpView auto, List<PaymentMethodView> cards);

    static native TemplateInstance forget(PaymentMethodView card);
}
