package dev.tollgate.console.dashboard;

import dev.tollgate.console.access.OpenToAll;
import dev.tollgate.console.access.Refusals;
import dev.tollgate.console.access.Rights;
import dev.tollgate.console.access.Viewing;
import dev.tollgate.console.insight.DashboardResource;
import dev.tollgate.console.insight.Period;
import dev.tollgate.console.insight.SummaryResource;
import dev.tollgate.console.insight.TopResource;
import dev.tollgate.console.keys.KeyNames;
import dev.tollgate.console.login.Caller;
import dev.tollgate.console.peers.UsageQuery;
import dev.tollgate.console.web.Frame;
import dev.tollgate.console.web.Screen;
import dev.tollgate.console.web.Selected;
import dev.tollgate.contract.auth.v1.Permission;
import dev.tollgate.contract.billing.v1.Dashboard;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The start page: how the account looked at stands. Visitors are sent on to sign in, operators who look at no
/// account to their overview.
@Path("/")
@Produces(MediaType.TEXT_HTML)
public class DashboardPages {
    private static final Duration EVER = Duration.ofDays(365);
    private static final String BIGGEST = "5";

    private final DashboardResource dashboards;
    private final SummaryResource summaries;
    private final TopResource tops;
    private final KeyNames keyNames;
    private final Selected selected;
    private final Viewing viewing;
    private final Caller caller;
    private final Frame frame;
    private final Screen screen;
    private final Clock clock = Clock.systemUTC();

    @Inject
    DashboardPages(
            DashboardResource dashboards,
            SummaryResource summaries,
            TopResource tops,
            KeyNames keyNames,
            Selected selected,
            Viewing viewing,
            Caller caller,
            Frame frame,
            Screen screen) {
        this.dashboards = dashboards;
        this.summaries = summaries;
        this.tops = tops;
        this.keyNames = keyNames;
        this.selected = selected;
        this.viewing = viewing;
        this.caller = caller;
        this.frame = frame;
        this.screen = screen;
    }

    @CheckedTemplate(basePath = "dashboard")
    static class Templates {
        static native TemplateInstance dashboard(Board board);

        static native TemplateInstance firstSteps(FirstSteps steps);

        static native TemplateInstance nobody();

        private Templates() {}
    }

    @GET
    @Path("")
    @OpenToAll("sends visitors on to sign in; who is signed in is judged in it")
    public Uni<Response> home(@QueryParam("period") @Nullable String period) {
        if (!caller.isKnown()) {
            return Uni.createFrom().item(screen.go("/login"));
        }
        String account = selected.account();
        if (account == null) {
            return frame.mayEverywhere(Permission.BILLING_READ)
                    ? Uni.createFrom().item(screen.go("/admin"))
                    : screen.show(Templates.nobody());
        }
        require(account);
        return dashboards
                .dashboard(account)
                .chain(stand -> stand.month().requests() > 0
                        ? board(account, stand, Period.of(period, Period.DAY))
                        : quiet(account, stand, period));
    }

    /// An open endpoint's own judgement, as the filter would make it.
    private void require(String account) {
        Rights rights = new Rights(caller.principal());
        if (!rights.on(account, Permission.USAGE_READ)) {
            throw rights.knows(account) ? Refusals.permission(Permission.USAGE_READ) : Refusals.hidden();
        }
        viewing.require(account);
    }

    /// Nothing this month: either new, or resting.
    private Uni<Response> quiet(String account, Dashboard stand, @Nullable String period) {
        return summaries
                .summary(query(account, clock.instant().minus(EVER)), "day")
                .chain(year -> {
                    if (year.total().requests() > 0) {
                        return board(account, stand, Period.of(period, Period.MONTH));
                    }
                    return keyNames.of(account)
                            .chain(names -> screen.show(Templates.firstSteps(FirstSteps.of(stand, !names.isEmpty()))));
                });
    }

    private Uni<Response> board(String account, Dashboard stand, Period period) {
        UsageQuery query = query(account, period.from(clock.instant()));
        return Uni.combine()
                .all()
                .unis(
                        summaries.summary(query, period.interval()),
                        tops.top(query, "model", "charge", BIGGEST),
                        tops.top(query, "key", "charge", BIGGEST),
                        keyNames.of(account))
                .with((usage, models, keys, names) -> Board.of(
                        stand,
                        period,
                        usage,
                        models,
                        keys,
                        names,
                        frame.language().numbers()))
                .chain(board -> screen.show(Templates.dashboard(board)));
    }

    private static UsageQuery query(String account, Instant from) {
        return new UsageQuery(account, null, null, Long.toString(from.getEpochSecond()), null);
    }
}
