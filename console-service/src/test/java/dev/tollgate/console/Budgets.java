package dev.tollgate.console;

import dev.tollgate.contract.auth.v1.SpendLimitBindingCommand;
import dev.tollgate.contract.billing.v1.AlertTargetCommand;
import dev.tollgate.contract.billing.v1.AlertTargetView;
import dev.tollgate.contract.billing.v1.CreatedAlertTarget;
import dev.tollgate.contract.billing.v1.SpendAlertView;
import dev.tollgate.contract.billing.v1.SpendLimitView;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceException;
import dev.tollgate.contract.page.Page;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What auth and billing answer about limits of accounts and groups, and alerts. The group `vip` is not bound.
final class Budgets {
    private Budgets() {}

    static void on(PeerStub auth, PeerStub billing) {
        auth.on("PUT", "/accounts/([^/]+)/spend-limits/([^/]+)", call -> {
                    if ("vip".equals(call.read(SpendLimitBindingCommand.class).group())) {
                        throw new ServiceException(ErrorCode.CONFLICT, "An account has at most 16 spend limits.");
                    }
                    return null;
                })
                .on("DELETE", "/accounts/([^/]+)/spend-limits/([^/]+)", _ -> null);
        billing.on(
                        "DELETE",
                        "/spend-limits/([^/]+)",
                        call -> call.words().getFirst().equals("lim_account") ? limit("account") : limit("key"))
                .on(
                        "GET",
                        "/spend-alerts",
                        _ -> page(new SpendAlertView(
                                "al_1", "spend_alert", "acct_1", "lim_1", 1, 80, 8, 10, false, 2, 1, 1)))
                .on("POST", "/alert-targets", call -> {
                    AlertTargetCommand command = call.read(AlertTargetCommand.class);
                    return new CreatedAlertTarget(target("at_1", command.accountId()), "whsec_1");
                })
                .on("GET", "/alert-targets", _ -> page(target("at_1", "acct_1")))
                .on("GET", "/alert-targets/([^/]+)", call -> target(call.words().getFirst()))
                .on(
                        "DELETE",
                        "/alert-targets/([^/]+)",
                        call -> target(call.words().getFirst()));
    }

    static SpendLimitView limit(String scope) {
        String group = scope.equals("group") ? "vip" : null;
        return new SpendLimitView(
                "lim_" + scope,
                "spend_limit",
                "acct_1",
                10,
                "day",
                "UTC",
                1,
                2,
                null,
                "",
                scope,
                group,
                scope.equals("user") ? "user_1" : null,
                false,
                List.of(50),
                null);
    }

    /// `at_1` is `acct_1`'s, `at_2` is `acct_2`'s.
    private static AlertTargetView target(String id) {
        if (!id.equals("at_1") && !id.equals("at_2")) {
            throw new ServiceException(ErrorCode.NOT_FOUND, "There is no such alert target.");
        }
        return target(id, id.replace("at_", "acct_"));
    }

    private static AlertTargetView target(String id, @Nullable String account) {
        return new AlertTargetView(
                id, "alert_target", String.valueOf(account), "webhook", "https://h.example/", 1, null);
    }

    private static <T> Page<T> page(T only) {
        return new Page<>("list", List.of(only), "first", "last", true);
    }
}
