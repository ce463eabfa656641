package dev.tollgate.billing.limit;

import dev.tollgate.billing.hold.Recurrence;
import dev.tollgate.billing.internal.Required;
import dev.tollgate.contract.billing.v1.SpendLimitCommand;
import dev.tollgate.contract.id.RequestId;
import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A spend limit's terms, as they are stored. Ids sort by creation. A budget is a limit beyond all spending with
/// what it watches beside it, so that grants and charges need not know of budgets.
@Entity
@Table(name = "spend_limit")
class SpendLimit extends PanacheEntityBase {
    /// More than can be spent.
    static final long ENDLESS = Long.MAX_VALUE;

    private static final Set<String> PERIODS = Set.of("total", "day", "week", "month");
    private static final Set<String> SCOPES = Set.of("key", "account", "group", "user");
    private static final List<Integer> ALERTS = List.of(50, 80, 100);
    private static final int ALERTS_MAX = 10;

    @Id
    String id = "";

    @Column(name = "account_id")
    String accountId = "";

    /// Nano-credits per period.
    long amount;

    String period = "";

    @Column(name = "time_zone")
    String timeZone = "";

    @Column(name = "created_at")
    Instant createdAt = Instant.EPOCH;

    String name = "";

    String scope = "key";

    @Column(name = "group_name")
    @Nullable
    String group;

    @Column(name = "user_id")
    @Nullable
    String userId;

    /// Of a budget: nano-credits per period.
    @Nullable
    Long watched;

    @Column(name = "alert_at", columnDefinition = "integer[]")
    Integer[] alertAt = new Integer[0];

    /// What it allowed or watched when it ended; null before, and where a release that did not keep it ended it.
    @Column(name = "ended_amount")
    @Nullable
    Long endedAmount;

    @Column(name = "ended_at")
    @Nullable
    Instant endedAt;

    /// Reads a command; each failure is a 400 that names the field.
    static SpendLimit of(SpendLimitCommand command, Instant now) {
        SpendLimit limit = new SpendLimit();
        limit.id = "sl_" + RequestId.next(now.toEpochMilli()).toString().replace("-", "");
        limit.accountId = Required.text(command.accountId(), "account_id");
        boolean budget = Boolean.TRUE.equals(command.budget());
        long amount = amount(command.amount());
        if (budget && amount == 0) {
            throw Required.invalid("amount", "amount must be above zero for a budget.");
        }
        limit.amount = budget ? ENDLESS : amount;
        limit.watched = budget ? (Long) amount : null;
        limit.period = period(Required.text(command.period(), "period"));
        limit.timeZone = timeZone(command.timeZone() == null ? "UTC" : command.timeZone());
        limit.name = command.name() == null ? "" : name(command.name());
        limit.scope = scope(command.scope() == null ? "key" : command.scope());
        limit.group = whom(command.group(), "group", limit.scope.equals("group"));
        limit.userId = whom(command.userId(), "user_id", limit.scope.equals("user"));
        limit.alertAt = alertAt(Objects.requireNonNullElse(command.alertAt(), ALERTS));
        limit.createdAt = now;
        return limit;
    }

    /// What it allows or watches, or did until it ended.
    long shown() {
        if (endedAmount != null) {
            return endedAmount;
        }
        return watched == null ? amount : watched;
    }

    /// As grants and charges know it.
    dev.tollgate.billing.hold.SpendLimit terms() {
        return new dev.tollgate.billing.hold.SpendLimit(
                id, accountId, amount, Recurrence.valueOf(period.toUpperCase(Locale.ROOT)), ZoneId.of(timeZone));
    }

    /// Below what means that it never refuses.
    static long amount(@Nullable String text) {
        long amount = Required.nanos(text, "amount");
        if (amount == ENDLESS) {
            throw Required.invalid("amount", "amount is too large.");
        }
        return amount;
    }

    static String period(String period) {
        if (!PERIODS.contains(period)) {
            throw Required.invalid("period", "period must be total, day, week or month.");
        }
        return period;
    }

    /// Names that Java and Postgres read alike: regions, not offsets.
    static String timeZone(@Nullable String zone) {
        if (zone == null || !ZoneId.getAvailableZoneIds().contains(zone) || zone.startsWith("SystemV/")) {
            throw Required.invalid("time_zone", "time_zone must be an IANA name such as Europe/Berlin.");
        }
        return zone;
    }

    static String name(String name) {
        return name.isEmpty() ? name : Required.text(name, "name");
    }

    /// Ascending, each once.
    static Integer[] alertAt(List<Integer> percents) {
        if (percents.size() > ALERTS_MAX
                || percents.stream().anyMatch(percent -> percent == null || percent < 1 || percent > 100)) {
            throw Required.invalid("alert_at", "alert_at must be at most 10 percentages from 1 to 100.");
        }
        return percents.stream().distinct().sorted().toArray(Integer[]::new);
    }

    private static String scope(String scope) {
        if (!SCOPES.contains(scope)) {
            throw Required.invalid("scope", "scope must be key, account, group or user.");
        }
        return scope;
    }

    /// Named where the scope needs it, and nowhere else.
    private static @Nullable String whom(@Nullable String named, String param, boolean needed) {
        if (needed) {
            return Required.text(named, param);
        }
        if (named != null) {
            throw Required.invalid(param, param + " goes with another scope.");
        }
        return null;
    }
}
