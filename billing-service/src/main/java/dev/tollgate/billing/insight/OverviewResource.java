package dev.tollgate.billing.insight;

import dev.tollgate.billing.internal.Required;
import dev.tollgate.contract.billing.v1.Overview;
import dev.tollgate.contract.http.InternalPaths;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/// What operators look at first.
@Tag(name = "Insight")
@Path(InternalPaths.OVERVIEW)
@Produces(MediaType.APPLICATION_JSON)
class OverviewResource {
    private static final int DAYS = 7;
    private static final int DAYS_MAX = 92;

    private final Overviews overviews;
    private final Clock clock;

    OverviewResource(Overviews overviews, Clock clock) {
        this.overviews = overviews;
        this.clock = clock;
    }

    @Operation(
            summary =
                    "Traffic, charges, costs, margin and errors by day, provider, model and deployment; the biggest accounts; what waits for an operator.")
    @GET
    public Uni<Overview> overview(@RestQuery @Nullable String from, @RestQuery @Nullable String to) {
        LocalDate last = to == null ? LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC) : day(to, "to");
        LocalDate first = from == null ? last.minusDays(DAYS - 1) : day(from, "from");
        if (first.isAfter(last) || first.plusDays(DAYS_MAX).isBefore(last)) {
            throw Required.invalid("from", "from must not be after to, nor more than " + DAYS_MAX + " days before it.");
        }
        return overviews.of(first, last);
    }

    private static LocalDate day(String text, String param) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw Required.invalid(param, param + " must be a day such as 2026-07-01.");
        }
    }
}
