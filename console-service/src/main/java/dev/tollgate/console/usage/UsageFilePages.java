package dev.tollgate.console.usage;

import dev.tollgate.console.access.Requires;
import dev.tollgate.console.web.Selected;
import dev.tollgate.contract.auth.v1.Permission;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import org.jboss.resteasy.reactive.RestMulti;

/// The files that pages about usage link to: they are the management API's, by the session's cookie. The class
/// produces HTML, as that is what tells pages from the API; each method says what it gives.
@Path("/usage")
@Produces(MediaType.TEXT_HTML)
public class UsageFilePages {
    private final UsageFileResource files;
    private final UsageResource usage;
    private final Selected selected;
    private final Clock clock = Clock.systemUTC();

    @Inject
    UsageFilePages(UsageFileResource files, UsageResource usage, Selected selected) {
        this.files = files;
        this.usage = usage;
        this.selected = selected;
    }

    @GET
    @Path("export")
    @Produces("text/csv")
    @Requires(value = Permission.USAGE_READ, account = Selected.class)
    public RestMulti<byte[]> export(@BeanParam UsageSearch wanted) {
        return files.csv(wanted.filter(selected.account(), clock.instant()));
    }

    @GET
    @Path("{requestId}/receipt.json")
    @Produces(MediaType.APPLICATION_JSON)
    @Requires(value = Permission.USAGE_READ, account = OfUsageRecord.class)
    public Uni<Response> receipt(@PathParam("requestId") String requestId) {
        return usage.receipt(requestId).map(receipt -> Response.ok(receipt, MediaType.APPLICATION_JSON_TYPE)
                .header("Content-Disposition", "attachment; filename=\"receipt-" + receipt.get("id") + ".json\"")
                .build());
    }
}
