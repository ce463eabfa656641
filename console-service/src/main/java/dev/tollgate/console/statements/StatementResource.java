package dev.tollgate.console.statements;

import dev.tollgate.console.access.InPath;
import dev.tollgate.console.access.Requires;
import dev.tollgate.console.error.Body;
import dev.tollgate.console.peers.AuthPeer;
import dev.tollgate.console.peers.StatementPeer;
import dev.tollgate.contract.auth.v1.AccountView;
import dev.tollgate.contract.auth.v1.Permission;
import dev.tollgate.contract.billing.v1.AccountTimeZone;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// An account's months. A closed one never changes; the present one is preliminary, and has no invoice.
@Tag(name = "Statements")
@Path("/api/v1/accounts/{id}")
public class StatementResource {
    private static final String PDF = "application/pdf";
    private static final String CSV = "text/csv";

    private final AuthPeer authPeer;
    private final StatementPeer statementPeer;

    @Inject
    StatementResource(AuthPeer authPeer, StatementPeer statementPeer) {
        this.authPeer = authPeer;
        this.statementPeer = statementPeer;
    }

    @Operation(summary = "A month's statement as PDF: balances, movements, charges by model, day and key.")
    @GET
    @Path("statements/{month}.pdf")
    @Produces(PDF)
    @Requires(value = Permission.BILLING_READ, account = InPath.class)
    public Uni<RestResponse<byte[]>> statementPdf(@PathParam("id") String id, @PathParam("month") String month) {
        return file(id, "statement-" + month + ".pdf", account -> statementPeer.pdf(id, month, account.name()));
    }

    @Operation(summary = "The same as CSV, in nano-credits.")
    @GET
    @Path("statements/{month}.csv")
    @Produces(CSV)
    @Requires(value = Permission.BILLING_READ, account = InPath.class)
    public Uni<RestResponse<byte[]>> statementCsv(@PathParam("id") String id, @PathParam("month") String month) {
        return file(id, "statement-" + month + ".csv", account -> statementPeer.csv(id, month, account.name()));
    }

    @Operation(summary = "A closed month's invoice as PDF: credits sold, less those paid back.")
    @GET
    @Path("invoices/{month}.pdf")
    @Produces(PDF)
    @Requires(value = Permission.BILLING_READ, account = InPath.class)
    public Uni<RestResponse<byte[]>> invoicePdf(@PathParam("id") String id, @PathParam("month") String month) {
        return file(id, "invoice-" + month + ".pdf", account -> statementPeer.invoicePdf(id, month, account.name()));
    }

    @Operation(summary = "The same as CSV.")
    @GET
    @Path("invoices/{month}.csv")
    @Produces(CSV)
    @Requires(value = Permission.BILLING_READ, account = InPath.class)
    public Uni<RestResponse<byte[]>> invoiceCsv(@PathParam("id") String id, @PathParam("month") String month) {
        return file(id, "invoice-" + month + ".csv", account -> statementPeer.invoiceCsv(id, month, account.name()));
    }

    @Operation(
            summary =
                    "The time zone of the account's months and days: UTC until set, and fixed once a month is closed.")
    @PUT
    @Path("time-zone")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Requires(value = Permission.BILLING_WRITE, account = InPath.class)
    public Uni<AccountTimeZone> setTimeZone(@PathParam("id") String id, @Nullable AccountTimeZone command) {
        AccountTimeZone wanted = Body.required(command);
        return authPeer.account(id).chain(() -> statementPeer.setTimeZone(id, wanted));
    }

    /// Auth is asked first whether there is such an account, and for its name.
    private Uni<RestResponse<byte[]>> file(String id, String name, Function<AccountView, Uni<byte[]>> made) {
        return authPeer.account(id).chain(made::apply).map(bytes -> RestResponse.ResponseBuilder.ok(bytes)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + safe(name) + "\"")
                .header("Cache-Control", "private, no-store")
                .build());
    }

    private static String safe(String name) {
        return name.replaceAll("[^A-Za-z0-9.-]", "_");
    }
}
