package dev.tollgate.console.pricing;

import dev.tollgate.console.access.Requires;
import dev.tollgate.console.web.Form;
import dev.tollgate.console.web.Screen;
import dev.tollgate.contract.auth.v1.Permission;
import dev.tollgate.contract.billing.v1.MarginReport;
import dev.tollgate.contract.billing.v1.PriceDraftView;
import dev.tollgate.contract.billing.v1.ReplayReport;
import dev.tollgate.contract.error.ServiceException;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What customers would have paid at a draft's prices, and what would have been earned.
@Path("/admin/prices")
@Produces(MediaType.TEXT_HTML)
public class ReplayPages {
    private static final int WEEK = 6;

    private final PriceDraftResource drafts;
    private final MarginResource margins;
    private final Screen screen;
    private final Form form;
    private final Clock clock = Clock.systemUTC();

    @Inject
    ReplayPages(PriceDraftResource drafts, MarginResource margins, Screen screen, Form form) {
        this.drafts = drafts;
        this.margins = margins;
        this.screen = screen;
        this.form = form;
    }

    /// By whole UTC days, as costs are known by day. It reads every record of the period, so it is run when
    /// asked for.
    @GET
    @Path("drafts/{id}/replay")
    @Requires(Permission.BILLING_READ)
    public Uni<Response> replay(
            @PathParam("id") String id,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        LocalDate first = day("from", from, today.minusDays(WEEK));
        LocalDate last = day("to", to, today);
        form.store("from", first).store("to", last);
        return drafts.get(id).chain(draft -> {
            if (from == null || form.isWrong()) {
                return show(draft, null);
            }
            return Uni.combine()
                    .all()
                    .unis(
                            drafts.replay(id, start(first), end(last)),
                            margins.margin(first.toString(), last.toString(), "model"))
                    .withUni((report, margin) -> show(draft, new Outcome(report, margin)))
                    .onFailure(ServiceException.class)
                    .recoverWithUni(failure -> {
                        form.mark(failure, List.of("from", "to"));
                        return show(draft, null);
                    });
        });
    }

    /// @param margin of the same days, at the prices that were charged
    record Outcome(ReplayReport report, MarginReport margin) {
        /// What would have been earned: what was, and what would have been paid more.
        public long after() {
            return Math.addExact(margin.total().margin(), report.difference());
        }
    }

    private Uni<Response> show(PriceDraftView draft, @Nullable Outcome outcome) {
        return screen.show(form.isWrong() ? 422 : 200, PriceTemplates.replay(draft, outcome));
    }

    private LocalDate day(String field, @Nullable String text, LocalDate otherwise) {
        if (text == null || text.isBlank()) {
            return otherwise;
        }
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            form.mark(field, screen.words(PriceWords.class).notADay());
            return otherwise;
        }
    }

    private static String start(LocalDate day) {
        return Long.toString(day.atStartOfDay().toEpochSecond(ZoneOffset.UTC));
    }

    /// The first moment after the day, or now if that is earlier.
    private String end(LocalDate day) {
        Instant next = day.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC);
        Instant now = clock.instant();
        return Long.toString((next.isAfter(now) ? now : next).getEpochSecond());
    }
}
