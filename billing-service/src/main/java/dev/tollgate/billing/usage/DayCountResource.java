package dev.tollgate.billing.usage;

import dev.tollgate.billing.internal.Required;
import dev.tollgate.contract.billing.v1.DayCounts;
import dev.tollgate.contract.billing.v1.DayCountsAsk;
import dev.tollgate.contract.http.InternalPaths;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A day's counts, for daily limits whose own counts were lost (rules 16).
@Path(InternalPaths.USAGE_DAY_COUNTS)
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
class DayCountResource {
    private final Pool pool;
    private final DayRepository days;
    private final UsageConfig config;

    DayCountResource(Pool pool, DayRepository days, UsageConfig config) {
        this.pool = pool;
        this.days = days;
        this.config = config;
    }

    @POST
    public Uni<DayCounts> counts(@Nullable DayCountsAsk body) {
        DayCountsAsk ask = Required.body(body);
        LocalDate day = day(Required.text(ask.day(), "day"));
        int ids = ask.accountIds().size() + ask.keyIds().size() + size(ask.groupIds()) + size(ask.modelIds());
        if (ids > config.dayCountsMax()) {
            throw Required.invalid("accountIds", "At most " + config.dayCountsMax() + " ids at once.");
        }
        return days.counts(pool, day, ask);
    }

    private static int size(@Nullable List<String> ids) {
        return ids == null ? 0 : ids.size();
    }

    private static LocalDate day(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw Required.invalid("day", "day must be a date such as 2026-11-21.");
        }
    }
}
