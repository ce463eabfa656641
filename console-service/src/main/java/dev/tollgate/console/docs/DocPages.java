package dev.tollgate.console.docs;

import dev.tollgate.console.access.OpenToAll;
import dev.tollgate.console.models.ExchangeResource;
import dev.tollgate.console.models.ExchangeResource.Exchange;
import dev.tollgate.console.models.PriceScale;
import dev.tollgate.console.web.Frame;
import dev.tollgate.console.web.Language;
import dev.tollgate.console.web.Screen;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceException;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.List;

/// The customers' documentation.
@Path("/docs")
@Produces(MediaType.TEXT_HTML)
public class DocPages {
    private final ExchangeResource exchange;
    private final Frame frame;
    private final Screen screen;

    @Inject
    DocPages(ExchangeResource exchange, Frame frame, Screen screen) {
        this.exchange = exchange;
        this.frame = frame;
        this.screen = screen;
    }

    @GET
    @OpenToAll("How to call the gateway is for everybody to read.")
    public Uni<Response> first() {
        return show(Topic.QUICK_START);
    }

    @GET
    @Path("{topic}")
    @OpenToAll("How to call the gateway is for everybody to read.")
    public Uni<Response> topic(@PathParam("topic") String slug) {
        return show(Arrays.stream(Topic.values())
                .filter(topic -> topic.slug().equals(slug))
                .findFirst()
                .orElseThrow(() -> new ServiceException(ErrorCode.NOT_FOUND, "There is no such page.")));
    }

    /// Without rates while they cannot be asked for: the rest can be read.
    private Uni<Response> show(Topic topic) {
        Uni<List<PriceScale>> rates = topic == Topic.BILLING
                ? exchange.rates()
                        .map(DocPages::scales)
                        .onFailure(ServiceException.class)
                        .recoverWithItem(List.of())
                : Uni.createFrom().item(List.of());
        boolean isChinese = frame.language() == Language.CHINESE;
        return rates.chain(known -> screen.show(
                DocTemplates.page(topic, List.of(Topic.values()), isChinese, List.of(ErrorCode.values()), known)));
    }

    private static List<PriceScale> scales(Exchange exchange) {
        return exchange.currencies().stream()
                .map(rate -> new PriceScale(rate, exchange.currencies()))
                .toList();
    }
}
