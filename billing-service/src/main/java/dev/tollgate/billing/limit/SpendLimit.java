package dev.tollgate.billing.limit;

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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A spend limit's terms, as they are stored. Ids sort by creation.
@Entity
@Table(name = "spend_limit")
class SpendLimit extends PanacheEntityBase {
    private static final Set<String> PERIODS = Set.of("total", "day", "week", "month");

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

    /// Reads a command; each failure is a 400 that names the field.
    static SpendLimit of(SpendLimitCommand command, Instant now) {
        SpendLimit limit = new SpendLimit();
        limit.id = "sl_" + RequestId.next(now.toEpochMilli()).toString().replace("-", "");
        limit.accountId = Required.text(command.accountId(), "account_id");
        limit.amount = Required.nanos(command.amount(), "amount");
        limit.period = period(Required.text(command.period(), "period"));
        limit.timeZone = timeZone(command.timeZone() == null ? "UTC" : command.timeZone());
        limit.createdAt = now;
        return limit;
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
}
