package dev.tollgate.billing.statement;

import dev.tollgate.billing.internal.Required;
import dev.tollgate.contract.billing.v1.AccountTimeZone;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.error.ServiceException;
import dev.tollgate.contract.http.InternalPaths;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.YearMonth;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.function.Function;
import org.eclipse.microprofile.faulttolerance.Bulkhead;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/// An account's months, as CSV and PDF. Few at a time: a PDF is held whole.
@Tag(name = "Statements")
@Path(InternalPaths.STATEMENTS + "/{accountId}")
class StatementResource {
    private static final String PDF = "application/pdf";
    private static final String CSV = "text/csv;charset=utf-8";

    private final Statements statements;
    private final StatementConfig config;

    StatementResource(Statements statements, StatementConfig config) {
        this.statements = statements;
        this.config = config;
    }

    @Operation(summary = "A month's statement: opening balance, movements, charges, closing balance.")
    @GET
    @Path("/{month}.pdf")
    @Produces(PDF)
    @Bulkhead(value = 4, waitingTaskQueue = 16)
    public Uni<byte[]> pdf(@RestPath String accountId, @RestPath String month, @RestQuery @Nullable String name) {
        return made(accountId, month, name, statement -> Pdf.of(StatementSheet.of(statement)));
    }

    @Operation(summary = "The same as CSV.")
    @GET
    @Path("/{month}.csv")
    @Produces(CSV)
    @Bulkhead(value = 4, waitingTaskQueue = 16)
    public Uni<byte[]> csv(@RestPath String accountId, @RestPath String month, @RestQuery @Nullable String name) {
        return made(accountId, month, name, Csv::of);
    }

    @Operation(summary = "A closed month's invoice: credits sold, less those paid back.")
    @GET
    @Path("/invoices/{month}.pdf")
    @Produces(PDF)
    @Bulkhead(value = 4, waitingTaskQueue = 16)
    public Uni<byte[]> invoicePdf(
            @RestPath String accountId, @RestPath String month, @RestQuery @Nullable String name) {
        return made(
                accountId, month, name, statement -> Pdf.of(invoice(statement).sheet()));
    }

    @Operation(summary = "The same as CSV.")
    @GET
    @Path("/invoices/{month}.csv")
    @Produces(CSV)
    @Bulkhead(value = 4, waitingTaskQueue = 16)
    public Uni<byte[]> invoiceCsv(
            @RestPath String accountId, @RestPath String month, @RestQuery @Nullable String name) {
        return made(accountId, month, name, statement -> Csv.of(invoice(statement)));
    }

    @Operation(
            summary =
                    "The time zone of the account's months and days: UTC until set, and fixed once a month is closed.")
    @PUT
    @Path("/time-zone")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    public Uni<AccountTimeZone> setTimeZone(@RestPath String accountId, @Nullable AccountTimeZone body) {
        String zone = Required.text(Required.body(body).timeZone(), "time_zone");
        return statements
                .setZone(Required.text(accountId, "account_id"), zone)
                .map(set -> new AccountTimeZone(set.getId()));
    }

    private Uni<byte[]> made(String accountId, String month, @Nullable String name, Function<Statement, byte[]> drawn) {
        return statements
                .of(Required.text(accountId, "account_id"), month(month), name)
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(drawn);
    }

    private Invoice invoice(Statement statement) {
        if (!statement.closed()) {
            throw new ServiceException(new ServiceError(ErrorCode.CONFLICT, "This month is not closed yet.", "month"));
        }
        return Invoice.of(statement, config.seller().orElse(List.of()));
    }

    private static YearMonth month(String text) {
        try {
            return YearMonth.parse(text);
        } catch (DateTimeParseException e) {
            throw Required.invalid("month", "month must be written as 2026-11.");
        }
    }
}
