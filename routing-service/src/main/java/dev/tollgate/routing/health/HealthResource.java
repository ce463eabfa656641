package dev.tollgate.routing.health;

import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.error.ServiceException;
import dev.tollgate.contract.http.InternalPaths;
import dev.tollgate.contract.page.Page;
import dev.tollgate.contract.routing.v1.DeploymentHealth;
import dev.tollgate.contract.routing.v1.HealthReport;
import dev.tollgate.contract.routing.v1.HealthVerdicts;
import dev.tollgate.routing.audit.AuditLog;
import dev.tollgate.routing.audit.Origin;
import dev.tollgate.routing.catalogue.ServedDeployments;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/// Where edges report, and operators look.
@Tag(name = "Health of deployments")
@Path(InternalPaths.DEPLOYMENT_HEALTH)
@Produces(MediaType.APPLICATION_JSON)
public class HealthResource {
    private static final int LIMIT_DEFAULT = 20;
    private static final int LIMIT_MAX = 100;
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final Verdicts verdicts;
    private final HealthStore store;
    private final HealthConfig config;
    private final ServedDeployments served;
    private final AuditLog audit;
    private final Clock clock = Clock.systemUTC();

    HealthResource(
            Verdicts verdicts, HealthStore store, HealthConfig config, ServedDeployments served, AuditLog audit) {
        this.verdicts = verdicts;
        this.store = store;
        this.config = config;
        this.served = served;
        this.audit = audit;
    }

    @Operation(summary = "What an edge has seen of deployments; answered with what all edges are to know.")
    @POST
    @Path("/reports")
    @Consumes(MediaType.APPLICATION_JSON)
    @Timeout(value = 2, unit = ChronoUnit.SECONDS)
    public Uni<HealthVerdicts> report(@Nullable HealthReport report) {
        if (report == null || report.edge() == null || report.edge().isBlank()) {
            throw invalid("edge", "edge is missing.");
        }
        if (Math.max(report.deployments().size(), report.probing().size()) > config.reportMax()) {
            throw invalid("deployments", "deployments must be at most " + config.reportMax() + ".");
        }
        return verdicts.take(report);
    }

    @Operation(summary = "The health of the deployments in use, by id.")
    @GET
    @Timeout(value = 5, unit = ChronoUnit.SECONDS)
    public Uni<Page<DeploymentHealth>> page(
            @RestQuery @Nullable String after, @RestQuery @Nullable String before, @RestQuery @Nullable Integer limit) {
        if (after != null && before != null) {
            throw invalid("before", "Send either after or before, not both.");
        }
        int rows = limit == null ? LIMIT_DEFAULT : limit;
        if (rows < 1 || rows > LIMIT_MAX) {
            throw invalid("limit", "limit must be from 1 to " + LIMIT_MAX + ".");
        }
        List<String> wanted = served.ids().stream()
                .filter(id -> after == null || id.compareTo(after) > 0)
                .filter(id -> before == null || id.compareTo(before) < 0)
                .sorted()
                .toList();
        boolean more = wanted.size() > rows;
        List<String> shown = before == null
                ? wanted.subList(0, Math.min(rows, wanted.size()))
                : wanted.subList(Math.max(0, wanted.size() - rows), wanted.size());
        return store.of(shown).chain(sights -> store.canaries(shown).map(canaries -> {
            List<DeploymentHealth> views = views(shown, sights).stream()
                    .map(view -> view.with(canaries.get(view.id())))
                    .toList();
            Page<DeploymentHealth> page = Page.of(views, rows, DeploymentHealth::id);
            return new Page<>(page.object(), page.data(), page.firstId(), page.lastId(), more);
        }));
    }

    private List<DeploymentHealth> views(List<String> ids, List<Sight> sights) {
        Map<String, List<Sight>> byId = sights.stream().collect(Collectors.groupingBy(Sight::deployment));
        return ids.stream()
                .map(id -> HealthView.of(id, byId.getOrDefault(id, List.of()), clock.instant()))
                .toList();
    }

    @Operation(summary = "Has every edge forget what it holds against a deployment.")
    @POST
    @Path("/{id}/reset")
    @Blocking
    public void reset(@BeanParam Origin origin, @RestPath String id) {
        if (!served.ids().contains(id)) {
            throw new ServiceException(ErrorCode.NOT_FOUND, "No deployment in use is called \"" + id + "\".");
        }
        audit.note(origin, "catalogue-deployment.reset", id, "{}");
        store.reset(id).await().atMost(TIMEOUT);
    }

    private static ServiceException invalid(String param, String message) {
        return new ServiceException(new ServiceError(ErrorCode.INVALID_VALUE, message, param));
    }
}
