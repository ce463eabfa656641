package dev.tollgate.billing.payment;

import dev.tollgate.billing.internal.PageAsk;
import dev.tollgate.billing.internal.Search;
import dev.tollgate.contract.billing.v1.PaymentView;
import dev.tollgate.contract.billing.v1.RefundRequestView;
import dev.tollgate.contract.page.Page;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/// Payments and refunds as the management API shows them.
@Singleton
class PaymentViews {
    private static final String BACK = """
            SELECT p.id,
              (SELECT coalesce(sum(amount), 0)::bigint FROM refund WHERE payment_id = p.id AND status = 'succeeded')
                AS refunded,
              (SELECT coalesce(sum(amount), 0)::bigint FROM dispute WHERE payment_id = p.id AND status = 'withdrawn')
                AS disputed
            FROM payment p WHERE p.id = ANY ($1::text[])""";

    private static final String PARTS = """
            SELECT r.id, r.request_id, r.payment_id, r.status, r.credits, r.amount, p.currency, r.failure
            FROM refund r JOIN payment p ON p.id = r.payment_id
            WHERE r.request_id = ANY ($1::text[]) ORDER BY r.payment_id, r.id""";

    private final Pool pool;
    private final PaymentRepository payments;
    private final RefundRequestRepository requests;

    PaymentViews(Pool pool, PaymentRepository payments, RefundRequestRepository requests) {
        this.pool = pool;
        this.payments = payments;
        this.requests = requests;
    }

    Uni<Page<PaymentView>> payments(String accountId, PageAsk ask) {
        return payments.page(accountId, ask).flatMap(this::views).map(views -> ask.page(views, PaymentView::id));
    }

    Uni<PaymentView> payment(Payment payment) {
        return views(List.of(payment)).map(List::getFirst);
    }

    Uni<Page<RefundRequestView>> refunds(String accountId, PageAsk ask) {
        return requests.page(accountId, ask)
                .flatMap(this::requests)
                .map(views -> ask.page(views, RefundRequestView::id));
    }

    Uni<Page<RefundRequestView>> openRefunds(Search search, PageAsk ask) {
        return requests.open(search, ask).flatMap(this::requests).map(views -> ask.page(views, RefundRequestView::id));
    }

    Uni<RefundRequestView> refund(String id) {
        return requests.byId(id).flatMap(request -> requests(List.of(request))).map(List::getFirst);
    }

    private Uni<List<PaymentView>> views(List<Payment> shown) {
        String[] ids = shown.stream().map(Payment::id).toArray(String[]::new);
        return pool.preparedQuery(BACK).execute(Tuple.of(ids)).map(rows -> {
            Map<String, Row> back = new HashMap<>();
            rows.forEach(row -> back.put(row.getString("id"), row));
            return shown.stream()
                    .map(payment -> view(payment, Objects.requireNonNull(back.get(payment.id()))))
                    .toList();
        });
    }

    private static PaymentView view(Payment payment, Row back) {
        boolean pending = payment.status() == Payment.Status.PENDING;
        Instant paidAt = payment.paidAt();
        return new PaymentView(
                payment.id(),
                "payment",
                payment.accountId(),
                payment.origin().name().toLowerCase(Locale.ROOT),
                payment.status().name().toLowerCase(Locale.ROOT),
                payment.credits(),
                payment.amount(),
                payment.currency(),
                payment.method(),
                back.getLong("refunded"),
                back.getLong("disputed"),
                pending ? payment.checkoutUrl() : null,
                payment.failure(),
                payment.createdAt().getEpochSecond(),
                paidAt == null ? null : paidAt.getEpochSecond());
    }

    private Uni<List<RefundRequestView>> requests(List<RefundRequest> shown) {
        String[] ids = shown.stream().map(RefundRequest::id).toArray(String[]::new);
        return pool.preparedQuery(PARTS).execute(Tuple.of(ids)).map(rows -> {
            Map<String, List<RefundRequestView.Part>> parts = new HashMap<>();
            for (Row row : rows) {
                parts.computeIfAbsent(row.getString("request_id"), _ -> new ArrayList<>())
                        .add(part(row));
            }
            return shown.stream()
                    .map(request -> view(request, parts.getOrDefault(request.id(), List.of())))
                    .toList();
        });
    }

    private static RefundRequestView.Part part(Row row) {
        return new RefundRequestView.Part(
                row.getString("id"),
                row.getString("payment_id"),
                row.getString("status"),
                row.getLong("credits"),
                row.getLong("amount"),
                row.getString("currency"),
                row.getString("failure"));
    }

    static RefundRequestView view(RefundRequest request, List<RefundRequestView.Part> parts) {
        Long credits = request.credits();
        return new RefundRequestView(
                request.id(),
                "refund",
                request.accountId(),
                status(request, parts),
                credits == null ? null : Long.toString(credits),
                request.reason(),
                request.note(),
                parts,
                request.createdAt().getEpochSecond());
    }

    private static String status(RefundRequest request, List<RefundRequestView.Part> parts) {
        if (parts.isEmpty()
                || parts.stream()
                        .anyMatch(part ->
                                part.status().equals("held") || part.status().equals("sent"))) {
            return request.status();
        }
        return parts.stream().anyMatch(part -> part.status().equals("succeeded")) ? "refunded" : "failed";
    }
}
