package dev.tollgate.console.web;

import dev.tollgate.console.access.OpenToAll;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.logging.Logger;

/// Where browsers tell what a page's policy made them refuse: a mistake of ours, or an attack.
@Path("/reports")
public class ReportResource {
    static final String PATH = "/reports/csp";

    private static final Logger LOG = Logger.getLogger(ReportResource.class);
    private static final int CHARACTERS_MAX = 1_000;
    private static final long NANOS_BETWEEN = 1_000_000_000L;

    private final Counter reports;
    private final AtomicLong last = new AtomicLong(System.nanoTime() - NANOS_BETWEEN);

    @Inject
    ReportResource(MeterRegistry metrics) {
        this.reports = Counter.builder("tollgate.console.csp.reports")
                .description("Parts of pages that browsers refused")
                .register(metrics);
    }

    /// Anybody may send some, so that at most one a second is logged, and of each its beginning.
    @Operation(hidden = true)
    @POST
    @Path("csp")
    @Consumes({"application/csp-report", "application/reports+json"})
    @OpenToAll("browsers send no credential")
    public void take(String report) {
        reports.increment();
        long now = System.nanoTime();
        long before = last.get();
        if (now - before >= NANOS_BETWEEN && last.compareAndSet(before, now)) {
            String text = report.substring(0, Math.min(report.length(), CHARACTERS_MAX));
            LOG.warnf("a browser refused part of a page: %s", text.replaceAll("\\p{Cntrl}", " "));
        }
    }
}
