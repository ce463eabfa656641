package dev.tollgate.billing.margin;

import dev.tollgate.billing.internal.Required;
import dev.tollgate.contract.billing.v1.MarginReport;
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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/// `GET /margin`.
@Tag(name = "Margin")
@Path(InternalPaths.MARGIN)
@Produces(MediaType.APPLICATION_JSON)
class MarginResource {
    private static final Set<String> ALL = Set.of("day", "provider", "model");
    private static final int DAYS = 7;
    private static final int DAYS_MAX = 3_660;

    private final Margins margins;
    private final Clock clock;

    MarginResource(Margins margins, Clock clock) {
        this.margins = margins;
        this.clock = clock;
    }

    @Operation(summary = "Charges, providers' costs and the margin between them, by day, provider and model.")
    @GET
    public Uni<MarginReport> report(
            @RestQuery @Nullable String from, @RestQuery @Nullable String to, @RestQuery @Nullable String by) {
        LocalDate last = to == null ? LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC) : day(to, "to");
        LocalDate first = from == null ? last.minusDays(DAYS - 1) : day(from, "from");
        if (first.isAfter(last) || first.plusDays(DAYS_MAX).isBefore(last)) {
            throw Required.invalid("from", "from must not be after to, nor more than ten years before it.");
        }
        Set<String> wanted = by == null ? ALL : new LinkedHashSet<>(List.of(by.split(",", -1)));
        if (!ALL.containsAll(wanted)) {
            throw Required.invalid("by", "by must name some of day, provider and model.");
        }
        return margins.report(first, last, wanted);
    }

    private static LocalDate day(String text, String param) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw Required.invalid(param, param + " must be a day such as 2026-07-01.");
        }
    }
}
