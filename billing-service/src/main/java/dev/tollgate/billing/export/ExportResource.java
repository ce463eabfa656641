package dev.tollgate.billing.export;

import dev.tollgate.billing.audit.AuditLog;
import dev.tollgate.billing.internal.PageAsk;
import dev.tollgate.billing.internal.Required;
import dev.tollgate.contract.billing.v1.ExportBackfill;
import dev.tollgate.contract.billing.v1.ExportMoved;
import dev.tollgate.contract.billing.v1.ExportView;
import dev.tollgate.contract.billing.v1.RefusedExport;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceException;
import dev.tollgate.contract.http.InternalPaths;
import dev.tollgate.contract.page.Page;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.UUID;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/// How the export stands, and what operators do about it (docs/export.md).
@Tag(name = "Usage")
@Path(InternalPaths.USAGE_EXPORT)
@Produces(MediaType.APPLICATION_JSON)
class ExportResource {
    private final Pool pool;
    private final OutboxRepository outbox;
    private final ExportActions actions;
    private final ExportConfig config;
    private final AuditLog audit;

    ExportResource(Pool pool, OutboxRepository outbox, ExportActions actions, ExportConfig config, AuditLog audit) {
        this.pool = pool;
        this.outbox = outbox;
        this.actions = actions;
        this.config = config;
        this.audit = audit;
    }

    @Operation(summary = "How the export of usage stands.")
    @GET
    public Uni<ExportView> state() {
        return outbox.state(pool).map(state -> {
            Instant oldest = state.oldest();
            return new ExportView(
                    "usage_export",
                    KafkaSettings.isExportOn(config),
                    config.topic(),
                    state.waiting(),
                    oldest == null ? null : oldest.getEpochSecond(),
                    state.refused());
        });
    }

    @Operation(summary = "Records that the broker does not take, newest first.")
    @GET
    @Path("refused")
    public Uni<Page<RefusedExport>> refused(
            @RestQuery @Nullable String after, @RestQuery @Nullable String before, @RestQuery @Nullable Integer limit) {
        return actions.refused(PageAsk.of(after, before, limit));
    }

    @Operation(summary = "Tries refused records again, up to 10,000 a call.")
    @POST
    @Path("refused/retry")
    public Uni<ExportMoved> retry() {
        return audited("export.retry", "refused", actions::retry);
    }

    @Operation(summary = "Exports a day's records, up to 10,000 a call.")
    @POST
    @Path("backfill")
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<ExportMoved> backfill(@Nullable ExportBackfill command) {
        ExportBackfill wanted = Required.body(command);
        LocalDate day = day(Required.text(wanted.day(), "day"));
        String after = wanted.after();
        UUID cursor = after == null ? null : uuid(after);
        if (!KafkaSettings.isExportOn(config)) {
            throw new ServiceException(ErrorCode.CONFLICT, "Nothing is exported: what is added would wait for ever.");
        }
        return audited("export.backfill", day.toString(), tx -> actions.backfill(tx, day, cursor));
    }

    @Operation(summary = "Forgets what waits to be exported, once the export is off, up to 10,000 a call.")
    @POST
    @Path("discard")
    public Uni<ExportMoved> discard() {
        if (KafkaSettings.isExportOn(config)) {
            throw new ServiceException(ErrorCode.CONFLICT, "Usage is exported: switch that off first.");
        }
        return audited("export.discard", "outbox", actions::discard);
    }

    private Uni<ExportMoved> audited(String action, String subject, Function<SqlConnection, Uni<ExportMoved>> change) {
        return pool.withTransaction(tx -> change.apply(tx).call(moved -> audit.note(tx, action, subject, moved)));
    }

    private static LocalDate day(String value) {
        try {
            return LocalDate.parse(value);
        } catch (DateTimeParseException e) {
            throw Required.invalid("day", "day is not a date such as 2026-01-31.");
        }
    }

    private static UUID uuid(String value) {
        try {
            return UUID.fromString(value);
        } catch (IllegalArgumentException e) {
            throw Required.invalid("after", "after is not the id of a record.");
        }
    }
}
