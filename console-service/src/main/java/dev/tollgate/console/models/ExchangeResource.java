package dev.tollgate.console.models;

import dev.tollgate.console.access.OpenToAll;
import dev.tollgate.console.peers.Brief;
import dev.tollgate.console.peers.PaymentsPeer;
import dev.tollgate.contract.billing.v1.PaymentOptionsView;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// What credit costs in money.
@Tag(name = "Models")
@Path("/api/v1/exchange")
@Produces(MediaType.APPLICATION_JSON)
public class ExchangeResource {
    private final Brief<Exchange> exchange;

    @Inject
    ExchangeResource(ModelsConfig config, PaymentsPeer payments) {
        this.exchange = new Brief<>(config.fresh(), () -> payments.options().map(Exchange::of));
    }

    @Operation(summary = "What credit costs in each currency, in exact numbers.")
    @GET
    @OpenToAll("What is sold here, and for how much, is for everybody to see.")
    public Uni<Exchange> rates() {
        return exchange.get();
    }

    /// @param enabled whether credit can be bought here
    public record Exchange(String object, boolean enabled, List<Rate> currencies) {
        public Exchange {
            currencies = List.copyOf(currencies);
        }

        static Exchange of(PaymentOptionsView options) {
            return new Exchange(
                    "exchange",
                    options.enabled(),
                    options.currencies().stream()
                            .map(rate -> new Rate(
                                    rate.currency(), Long.toString(rate.amount()), Long.toString(rate.credits())))
                            .toList());
        }
    }

    /// `amount` minor units of the currency buy `credits` nano-credits; both are whole numbers as text.
    public record Rate(String currency, String amount, String credits) {}
}
