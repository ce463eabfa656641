package dev.tollgate.edge.peers;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.contract.change.ChangePage;
import dev.tollgate.contract.routing.v1.Catalogue;
import dev.tollgate.contract.routing.v1.HealthReport;
import dev.tollgate.contract.routing.v1.HealthVerdicts;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.eclipse.microprofile.faulttolerance.Bulkhead;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;

/// The routing service, as the edge sees it. Never on a request's path: the snapshot that the edge holds serves
/// through any outage, and the next poll is the retry, so there is neither retry nor breaker.
@Singleton
public class RoutingPeer {
    private final RoutingClient client;
    private final ObjectMapper json;
    private final PeerMeter meter;

    RoutingPeer(@RestClient RoutingClient client, ObjectMapper json, PeerMeter meter) {
        this.client = client;
        this.meter = meter;
        this.json = json;
    }

    /// The catalogue in force, or empty when it is still the one of this version.
    @Timeout(value = 5, unit = ChronoUnit.SECONDS)
    @Bulkhead(2)
    public Uni<Optional<Catalogue>> catalogue(@Nullable String version) {
        return meter.measured(PeerCall.CATALOGUE, client.catalogue(Conditional.quoted(version)))
                .chain(answer -> Conditional.read(answer, json, Catalogue.class));
    }

    /// What has changed since this revision, or empty when nothing has.
    @Timeout(value = 1, unit = ChronoUnit.SECONDS)
    @Bulkhead(2)
    public Uni<Optional<ChangePage>> changes(long since) {
        return meter.measured(PeerCall.ROUTING_CHANGES, client.changes(since)).map(Optional::ofNullable);
    }

    /// Tells what this edge has seen of deployments, and hears what all have. The next report is the retry.
    @Timeout(value = 2, unit = ChronoUnit.SECONDS)
    @Bulkhead(2)
    public Uni<HealthVerdicts> healthReport(HealthReport report) {
        return meter.measured(PeerCall.HEALTH_REPORTS, client.healthReport(report));
    }
}
