package dev.tollgate.console.billing;

import dev.tollgate.console.access.Requires;
import dev.tollgate.console.statements.StatementResource;
import dev.tollgate.console.web.Form;
import dev.tollgate.console.web.Screen;
import dev.tollgate.console.web.Selected;
import dev.tollgate.contract.auth.v1.Permission;
import dev.tollgate.contract.billing.v1.AccountTimeZone;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.error.ServiceException;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.LongStream;
import org.jboss.resteasy.reactive.RestResponse;

/// An account's months, as files.
@Path("/billing")
@Produces(MediaType.TEXT_HTML)
public class StatementPages {
    private static final int MONTHS = 13;

    private final StatementResource statements;
    private final OneAccount one;
    private final Screen screen;
    private final Form form;

    @Inject
    StatementPages(StatementResource statements, OneAccount one, Screen screen, Form form) {
        this.statements = statements;
        this.one = one;
        this.screen = screen;
        this.form = form;
    }

    @GET
    @Path("statements")
    @Requires(value = Permission.BILLING_READ, account = Selected.class)
    public Uni<Response> months() {
        return one.of(_ -> show(200));
    }

    /// The management API's files, for whoever shows a cookie.
    @GET
    @Path("file")
    @Requires(value = Permission.BILLING_READ, account = Selected.class)
    public Uni<Response> file(
            @QueryParam("of") @DefaultValue("") String what, @QueryParam("month") @DefaultValue("") String month) {
        if (!month.matches("\\d{4}-\\d{2}")) {
            throw new ServiceException(
                    new ServiceError(ErrorCode.INVALID_VALUE, "month must be such as 2026-10.", "month"));
        }
        return one.of(account -> switch (what) {
            case "statement.pdf" -> statements.statementPdf(account, month).map(file -> sent(file, "application/pdf"));
            case "statement.csv" -> statements.statementCsv(account, month).map(file -> sent(file, "text/csv"));
            case "invoice.pdf" -> statements.invoicePdf(account, month).map(file -> sent(file, "application/pdf"));
            case "invoice.csv" -> statements.invoiceCsv(account, month).map(file -> sent(file, "text/csv"));
            default ->
                throw new ServiceException(
                        new ServiceError(ErrorCode.INVALID_VALUE, "of must be such as statement.pdf.", "of"));
        });
    }

    @POST
    @Path("time-zone")
    @Requires(value = Permission.BILLING_WRITE, account = Selected.class)
    public Uni<Response> zone() {
        return one.of(account -> {
            String zone = form.required("time_zone");
            if (form.isWrong()) {
                return show(422);
            }
            return statements
                    .setTimeZone(account, new AccountTimeZone(zone))
                    .map(_ -> screen.go(
                            "/billing/statements",
                            screen.words(BillingWords.class).zoneSaved()))
                    .onFailure(ServiceException.class)
                    .recoverWithUni(failure -> {
                        form.mark(failure, List.of("time_zone"));
                        return show(422);
                    });
        });
    }

    private Uni<Response> show(int status) {
        YearMonth present = YearMonth.now(ZoneOffset.UTC);
        List<YearMonth> months =
                LongStream.range(0, MONTHS).mapToObj(present::minusMonths).toList();
        return screen.show(status, BillingTemplates.statements(months, present));
    }

    private static Response sent(RestResponse<byte[]> file, String type) {
        return Response.ok(file.getEntity(), type)
                .header(HttpHeaders.CONTENT_DISPOSITION, file.getHeaderString(HttpHeaders.CONTENT_DISPOSITION))
                .header(HttpHeaders.CACHE_CONTROL, "private, no-store")
                .build();
    }
}
