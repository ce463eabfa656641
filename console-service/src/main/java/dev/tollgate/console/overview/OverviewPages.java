package dev.tollgate.console.overview;

import dev.tollgate.console.access.Requires;
import dev.tollgate.console.catalogue.CatalogueResource;
import dev.tollgate.console.catalogue.ObjectResource;
import dev.tollgate.console.edges.EdgeResource;
import dev.tollgate.console.insight.OverviewResource;
import dev.tollgate.console.insight.Period;
import dev.tollgate.console.page.PageAsk;
import dev.tollgate.console.web.Frame;
import dev.tollgate.console.web.Screen;
import dev.tollgate.contract.auth.v1.Permission;
import dev.tollgate.contract.billing.v1.Overview;
import dev.tollgate.contract.routing.v1.CatalogueObject;
import dev.tollgate.contract.routing.v1.CatalogueStatus;
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
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The operator's start page: how the platform stands.
@Path("/admin")
@Produces(MediaType.TEXT_HTML)
public class OverviewPages {
    private static final PageAsk MANY = new PageAsk(null, null, "100");
    private static final String OFF = "off";

    private final OverviewResource overviews;
    private final EdgeResource edges;
    private final CatalogueResource catalogue;
    private final ObjectResource objects;
    private final Frame frame;
    private final Screen screen;
    private final Clock clock = Clock.systemUTC();

    @Inject
    OverviewPages(
            OverviewResource overviews,
            EdgeResource edges,
            CatalogueResource catalogue,
            ObjectResource objects,
            Frame frame,
            Screen screen) {
        this.overviews = overviews;
        this.edges = edges;
        this.catalogue = catalogue;
        this.objects = objects;
        this.frame = frame;
        this.screen = screen;
    }

    @CheckedTemplate(basePath = "overview")
    static class Templates {
        static native TemplateInstance overview(Watch watch);

        private Templates() {}
    }

    /// Parts that need more than the page itself are left out for who may not see them.
    @GET
    @Requires(Permission.BILLING_READ)
    public Uni<Response> overview(
            @QueryParam("period") @Nullable String code, @QueryParam("refresh") @Nullable String refresh) {
        Instant now = clock.instant();
        Period period = Period.of(code, Period.WEEK);
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        Uni<Overview> overview =
                overviews.overview(today.minusDays(period.days() - 1L).toString(), today.toString());
        return Uni.combine()
                .all()
                .unis(overview, edges(now), status(), drained())
                .with((told, known, status, out) -> new Watch(
                        told,
                        period,
                        known.orElse(null),
                        status.orElse(null),
                        out,
                        now.getEpochSecond(),
                        !OFF.equals(refresh)))
                .chain(watch -> screen.show(Templates.overview(watch)));
    }

    private Uni<Optional<List<Watch.Edge>>> edges(Instant now) {
        return frame.mayEverywhere(Permission.EDGES_READ)
                ? edges.list()
                        .map(page -> Optional.of(page.data().stream()
                                .map(edge -> Watch.Edge.of(edge, now))
                                .toList()))
                : Uni.createFrom().item(Optional.empty());
    }

    private Uni<Optional<CatalogueStatus>> status() {
        return frame.mayEverywhere(Permission.CATALOGUE_READ)
                ? catalogue.status().map(Optional::of)
                : Uni.createFrom().item(Optional.empty());
    }

    private Uni<Set<String>> drained() {
        return frame.mayEverywhere(Permission.CATALOGUE_READ)
                ? objects.list("deployments", null, MANY).map(page -> page.data().stream()
                        .filter(one -> Boolean.TRUE.equals(one.drained()))
                        .map(CatalogueObject::id)
                        .collect(Collectors.toUnmodifiableSet()))
                : Uni.createFrom().item(Set.of());
    }
}
