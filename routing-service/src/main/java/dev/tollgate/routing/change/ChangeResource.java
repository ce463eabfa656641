package dev.tollgate.routing.change;

import dev.tollgate.contract.change.ChangePage;
import dev.tollgate.contract.http.InternalPaths;
import dev.tollgate.routing.error.StoreUnavailable;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;

/// `GET /internal/v1/changes?since=n`: what is newer, or 204.
@Tag(name = "Changes")
@Path(InternalPaths.CHANGES)
@Produces(MediaType.APPLICATION_JSON)
public class ChangeResource {
    private static final int PAGE = 1_000;

    private final NewestRevision newest;

    ChangeResource(NewestRevision newest) {
        this.newest = newest;
    }

    @Operation(summary = "What has changed since a revision; 204 when nothing has.")
    @GET
    @Timeout(value = 5, unit = ChronoUnit.SECONDS)
    public Uni<RestResponse<ChangePage>> changes(@RestQuery long since) {
        long revision = newest.get();
        if (since == revision) {
            return Uni.createFrom().item(RestResponse.noContent());
        }
        if (since > revision) {
            // Restored from a backup: the asker is told to begin anew from here.
            return Uni.createFrom().item(RestResponse.ok(new ChangePage(revision, false, List.of())));
        }
        return Panache.withSession(() -> Change.since(Math.max(since, 0), PAGE))
                .map(rows -> RestResponse.ok(page(Math.max(since, 0), revision, rows)))
                .onFailure()
                .transform(StoreUnavailable::new);
    }

    private static ChangePage page(long since, long revision, List<Change> rows) {
        List<ChangePage.Change> changes = rows.stream()
                .map(row -> new ChangePage.Change(row.revision, row.kind, row.subject, false))
                .toList();
        boolean complete = !rows.isEmpty() && rows.getFirst().revision == since + 1;
        return new ChangePage(rows.isEmpty() ? revision : rows.getLast().revision, complete, changes);
    }
}
