package dev.tollgate.auth.workload;

import dev.tollgate.auth.internal.Fault;
import dev.tollgate.auth.key.WorkloadKeys;
import dev.tollgate.auth.key.WorkloadTerms;
import dev.tollgate.auth.workload.TokenJudge.Verdict;
import dev.tollgate.contract.auth.v1.Introspection;
import dev.tollgate.contract.auth.v1.Workload;
import dev.tollgate.contract.auth.v1.WorkloadQuestion;
import dev.tollgate.contract.http.Headers;
import dev.tollgate.contract.http.InternalPaths;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// What edges ask when they meet a ServiceAccount's token that they do not know: once, and then each minute
/// that it is in use. A signature costs less to check than a change of threads.
@Tag(name = "Keys")
@Path(InternalPaths.INTROSPECT_WORKLOAD)
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class WorkloadResource {
    private static final Logger LOG = Logger.getLogger(WorkloadResource.class);

    private final WorkloadWatch watch;
    private final KeyRing ring;
    private final WorkloadKeys keys;
    private final WorkloadMetrics metrics;

    WorkloadResource(WorkloadWatch watch, KeyRing ring, WorkloadKeys keys, WorkloadMetrics metrics) {
        this.watch = watch;
        this.ring = ring;
        this.keys = keys;
        this.metrics = metrics;
    }

    @Operation(summary = "The key context of a ServiceAccount's token, or why it is not taken.")
    @POST
    @Timeout(value = 5, unit = ChronoUnit.SECONDS)
    public Uni<Introspection> introspect(
            @HeaderParam(Headers.REQUEST_ID) @Nullable String requestId, @Nullable WorkloadQuestion body) {
        String token = Fault.required(body).token();
        if (token == null) {
            Fault.refuse(Fault.missing("token"));
            return refused(Reason.MALFORMED);
        }
        return switch (judged(token)) {
            case Verdict.Proved(Workload who, Instant until) -> proved(who, until, requestId);
            case Verdict.Refused(Reason reason) -> refused(reason);
            case Verdict.KeyUnknown(String issuer) -> renewed(issuer).chain(() -> again(token, requestId));
        };
    }

    private Verdict judged(String token) {
        Workloads workloads = watch.workloads();
        return workloads.issuers().isEmpty()
                ? new Verdict.Refused(Reason.OFF)
                : TokenJudge.judge(token, workloads.audience(), ring.keys(), Instant.now());
    }

    /// Back on the context of the call, to which the database's session is tied.
    private Uni<Void> renewed(String issuer) {
        Context context = Vertx.currentContext();
        Uni<Void> renewed = ring.renewed(issuer);
        return context == null ? renewed : renewed.emitOn(task -> context.runOnContext(_ -> task.run()));
    }

    private Uni<Introspection> again(String token, @Nullable String requestId) {
        return switch (judged(token)) {
            case Verdict.Proved(Workload who, Instant until) -> proved(who, until, requestId);
            case Verdict.Refused(Reason reason) -> refused(reason);
            case Verdict.KeyUnknown(String issuer) ->
                refused(ring.isCurrent(issuer) ? Reason.SIGNATURE : Reason.KEYS_AWAY);
        };
    }

    private Uni<Introspection> proved(Workload who, Instant until, @Nullable String requestId) {
        Optional<WorkloadTerms> terms = watch.workloads().terms(who);
        if (terms.isEmpty()) {
            return refused(Reason.UNMAPPED);
        }
        return keys.introspect(who, terms.get(), until, requestId).chain(answer -> {
            if (answer.key() == null) {
                LOG.warnf(
                        "The workloads file gives %s/%s the account %s, which does not exist",
                        who.namespace(), who.serviceAccount(), terms.get().accountId());
                return refused(Reason.UNMAPPED);
            }
            metrics.accepted();
            return Uni.createFrom().item(answer);
        });
    }

    /// Of no revision: no change of a key makes another token of it, and it is remembered for seconds only.
    private Uni<Introspection> refused(Reason reason) {
        metrics.refused(reason);
        return Uni.createFrom().item(new Introspection(Long.MAX_VALUE, null, reason.error()));
    }
}
