package dev.tollgate.billing.reconcile;

import dev.tollgate.billing.internal.Required;
import dev.tollgate.contract.billing.v1.ReconciliationReport;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceException;
import dev.tollgate.contract.http.InternalPaths;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.math.BigDecimal;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/// `POST /reconciliations`: reads, and keeps nothing.
@Tag(name = "Margin")
@Path(InternalPaths.RECONCILIATIONS)
@Produces(MediaType.APPLICATION_JSON)
class ReconciliationResource {
    private final Reconciliation reconciliation;
    private final ReconciliationConfig config;
    private final BigDecimal usdPerCredit;

    ReconciliationResource(
            Reconciliation reconciliation,
            ReconciliationConfig config,
            @ConfigProperty(name = "tollgate.billing.pricing.usd-per-credit", defaultValue = "0.12")
                    BigDecimal usdPerCredit) {
        this.reconciliation = reconciliation;
        this.config = config;
        this.usdPerCredit = usdPerCredit;
    }

    @Operation(
            summary = "Compares a provider's usage export (CSV) with our own records, by day and model."
                    + " provider_id is the catalogue's name where it is not openai or anthropic.")
    @POST
    @Consumes("text/csv")
    public Uni<ReconciliationReport> compare(
            @Nullable String csv,
            @RestQuery @Nullable String provider,
            @RestQuery("provider_id") @Nullable String providerId) {
        String name = Required.text(provider, "provider");
        Dialect dialect = Dialect.of(name)
                .orElseThrow(() -> Required.invalid("provider", "provider must be openai or anthropic."));
        String text = Required.body(csv);
        if (text.length() > config.exportMax().asLongValue()) {
            throw new ServiceException(
                    ErrorCode.REQUEST_TOO_LARGE,
                    "The export is longer than " + config.exportMax().asLongValue() + " bytes.");
        }
        try {
            Export export = dialect.read(Csv.read(text), usdPerCredit);
            return reconciliation.compare(providerId == null ? name : Required.text(providerId, "provider_id"), export);
        } catch (Csv.Unfit e) {
            throw new ServiceException(ErrorCode.INVALID_VALUE, e.problem());
        } catch (ArithmeticException e) {
            throw new ServiceException(ErrorCode.INVALID_VALUE, "The export's sums are too large.");
        }
    }
}
