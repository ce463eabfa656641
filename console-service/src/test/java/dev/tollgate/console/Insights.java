package dev.tollgate.console;

import dev.tollgate.contract.auth.v1.KeyUsers;
import dev.tollgate.contract.auth.v1.KeyWorkloads;
import dev.tollgate.contract.auth.v1.Workload;
import dev.tollgate.contract.billing.v1.Credits;
import dev.tollgate.contract.billing.v1.Dashboard;
import dev.tollgate.contract.billing.v1.Latency;
import dev.tollgate.contract.billing.v1.MarginReport;
import dev.tollgate.contract.billing.v1.Overview;
import dev.tollgate.contract.billing.v1.UsageCsv;
import dev.tollgate.contract.billing.v1.UsageFigures;
import dev.tollgate.contract.billing.v1.UsageSummary;
import dev.tollgate.contract.billing.v1.UsageTail;
import dev.tollgate.contract.billing.v1.UsageTop;
import dev.tollgate.contract.billing.v1.UsageTopAsk;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.error.ServiceException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// What billing answers about figures, exports and tails, and auth about whose keys are.
public final class Insights {
    /// What was posted, with billing's time of it.
    public static final List<UsageTail.Posted> POSTED = new CopyOnWriteArrayList<>();

    /// How many pieces an export has.
    public static volatile int pieces = 1;

    public static final AtomicInteger TAILS_ASKED = new AtomicInteger();

    private static final UsageFigures FIGURES =
            new UsageFigures(3, 1, Map.of("refused", 1L), Map.of("input", 5L), 7, 0, new Latency(2, 100, 200), null);

    private Insights() {}

    static void on(PeerStub auth, PeerStub billing) {
        auth.on(
                "GET",
                "/keys/users",
                call -> new KeyUsers(
                        "user_2".equals(call.query().get("user_id"))
                                ? Map.of()
                                : Map.of("key_1", "user_1", "key_2", "user_1")));
        auth.on(
                "GET",
                "/keys/workloads",
                call -> new KeyWorkloads(
                        "team-z".equals(call.query().get("namespace"))
                                ? Map.of()
                                : Map.of("key_3", new Workload("https://issuer", "team-a", "chat"))));
        billing.on("GET", "/usage/summary", call -> {
                    named(call);
                    return new UsageSummary(
                            "usage_summary",
                            "acct_1",
                            0,
                            3_600,
                            "hour",
                            "UTC",
                            FIGURES,
                            List.of(new UsageSummary.Point(0, FIGURES)));
                })
                .on("POST", "/usage/top", call -> {
                    UsageTopAsk ask = call.read(UsageTopAsk.class);
                    if (ask.accountId() == null) {
                        throw missing();
                    }
                    return new UsageTop(
                            "usage_top",
                            "acct_1",
                            0,
                            1,
                            Objects.requireNonNullElse(ask.by(), "model"),
                            "charge",
                            FIGURES,
                            0,
                            List.of(new UsageTop.Row("m", "100.0 %", FIGURES)));
                })
                .on("GET", "/usage/csv", call -> {
                    String after = call.query().get("after");
                    int piece = after == null ? 0 : Integer.parseInt(after);
                    String text = (piece == 0 ? "request_id\r\n" : "") + "row" + piece + "\r\n".repeat(1);
                    return new UsageCsv(text, 1, piece + 1 < pieces ? Integer.toString(piece + 1) : null);
                })
                .always("GET", "/usage/tail", call -> {
                    TAILS_ASKED.incrementAndGet();
                    named(call);
                    String since = call.query().get("since");
                    return new UsageTail(
                            System.currentTimeMillis(),
                            false,
                            since == null
                                    ? List.of()
                                    : POSTED.stream()
                                            .filter(one -> one.postedAt() >= Long.parseLong(since))
                                            .toList());
                })
                .on(
                        "GET",
                        "/dashboards/([^/]+)",
                        call -> new Dashboard(
                                "dashboard",
                                call.words().getFirst(),
                                "UTC",
                                1,
                                new Dashboard.Spent(0, 1, 2),
                                new Dashboard.Spent(0, 1, 2),
                                FIGURES,
                                new Dashboard.Money(9_007_199_254_740_993L, 0, 5, false, "ok", 4, 3L)))
                .on(
                        "GET",
                        "/overview",
                        call -> new Overview(
                                "overview",
                                "2026-07-01",
                                "2026-07-02",
                                new MarginReport.Row(null, null, null, 1, 0, 10, 0, 10, 6, 4, "40.0 %"),
                                new Overview.Ended(1, 0, "0.0 %", null, null),
                                List.of(),
                                List.of(),
                                List.of(),
                                List.of(),
                                List.of(),
                                List.of(new Overview.Alert("refunds", 2, null, "/refunds"))))
                .on(
                        "POST",
                        "/credits",
                        call -> new Credits(Objects.requireNonNull(
                                        call.read(Credits.Ask.class).accountIds())
                                .stream()
                                .map(Peers::credit)
                                .toList()));
    }

    private static void named(PeerStub.Call call) {
        if (call.query().get("account_id") == null) {
            throw missing();
        }
    }

    private static ServiceException missing() {
        return new ServiceException(
                new ServiceError(ErrorCode.MISSING_REQUIRED_PARAMETER, "account_id is required.", "account_id"));
    }
}
