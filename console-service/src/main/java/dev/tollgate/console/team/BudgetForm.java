package dev.tollgate.console.team;

import dev.tollgate.console.web.Form;
import dev.tollgate.contract.billing.v1.SpendLimitCommand;
import dev.tollgate.contract.billing.v1.SpendLimitView;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What is typed about a spend limit or a budget, and the command that it makes.
final class BudgetForm {
    static final List<String> FIELDS =
            List.of("name", "amount", "period", "time_zone", "user_id", "scope", "budget", "alert_at");

    private static final int NANO_DIGITS = 9;

    private BudgetForm() {}

    static void store(Form form, SpendLimitView limit) {
        BigDecimal credits = BigDecimal.valueOf(limit.amount(), NANO_DIGITS).stripTrailingZeros();
        form.store("name", limit.name())
                .store("amount", credits.toPlainString())
                .store("alert_at", limit.alertAt().stream().map(String::valueOf).collect(Collectors.joining(", ")));
    }

    /// Whom it binds is a member's id, `account` for all keys, or `key` for those that name it.
    static SpendLimitCommand made(Form form, String account, TeamWords words) {
        String whom = form.value("user_id");
        boolean isOfUser = !whom.equals("account") && !whom.equals("key");
        return new SpendLimitCommand(
                account,
                amount(form),
                form.value("period"),
                form.text("time_zone"),
                form.text("name"),
                isOfUser ? "user" : whom,
                null,
                isOfUser ? whom : null,
                form.value("budget").equals("tell"),
                alerts(form, words));
    }

    static SpendLimitCommand changed(Form form, TeamWords words) {
        return new SpendLimitCommand(
                null, amount(form), null, null, form.value("name"), null, null, null, null, alerts(form, words));
    }

    private static @Nullable String amount(Form form) {
        form.required("amount");
        Long nanos = form.credits("amount");
        return nanos == null ? null : nanos.toString();
    }

    private static List<Integer> alerts(Form form, TeamWords words) {
        List<Integer> all = new ArrayList<>();
        for (String one : form.lines("alert_at")) {
            String digits = one.replace("%", "").strip();
            if (digits.matches("\\d{1,3}")) {
                all.add(Integer.valueOf(digits));
            } else {
                form.mark("alert_at", words.alertsWrong());
            }
        }
        return all;
    }
}
