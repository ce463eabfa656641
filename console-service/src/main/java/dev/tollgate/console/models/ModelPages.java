package dev.tollgate.console.models;

import dev.tollgate.console.access.OpenToAll;
import dev.tollgate.console.page.PageAsk;
import dev.tollgate.console.web.Frame;
import dev.tollgate.console.web.Screen;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceException;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Objects;

/// The models and their prices, as pages for everybody: the catalogue, one model, and the table of prices.
@Path("/")
@Produces(MediaType.TEXT_HTML)
public class ModelPages {
    private static final String CARDS = "24";
    private static final String ROWS = "50";

    private final ModelResource models;
    private final ExchangeResource exchange;
    private final Offers offers;
    private final Frame frame;
    private final Screen screen;

    @Inject
    ModelPages(ModelResource models, ExchangeResource exchange, Offers offers, Frame frame, Screen screen) {
        this.models = models;
        this.exchange = exchange;
        this.offers = offers;
        this.frame = frame;
        this.screen = screen;
    }

    @GET
    @Path("models")
    @OpenToAll("What is sold here is for everybody to see.")
    public Uni<Response> list(@BeanParam ModelSearch wanted, @BeanParam PriceChoice prices, @BeanParam PageAsk ask) {
        return listed("/models", CARDS, wanted, prices, ask)
                .chain(list -> screen.show(ModelTemplates.list(list, wanted)));
    }

    @GET
    @Path("pricing")
    @OpenToAll("What is sold here, and for how much, is for everybody to see.")
    public Uni<Response> pricing(@BeanParam ModelSearch wanted, @BeanParam PriceChoice prices, @BeanParam PageAsk ask) {
        return listed("/pricing", ROWS, wanted, prices, ask)
                .chain(list -> screen.show(ModelTemplates.pricing(list, wanted)));
    }

    @GET
    @Path("models/{id: .+}")
    @OpenToAll("What is sold here is for everybody to see.")
    public Uni<Response> get(@PathParam("id") String id, @BeanParam PriceChoice prices) {
        return Uni.combine()
                .all()
                .unis(offers.models(), exchange.rates())
                .with((all, rates) -> ModelTemplates.one(
                        all.stream()
                                .filter(one ->
                                        one.id().equals(id) || one.aliases().contains(id))
                                .findFirst()
                                .map(one -> Priced.of(one, PriceScale.of(prices, rates, usual())))
                                .orElseThrow(() ->
                                        new ServiceException(ErrorCode.NOT_FOUND, "There is no model '" + id + "'.")),
                        PriceScale.of(prices, rates, usual())))
                .chain(screen::show);
    }

    private Uni<PricedList> listed(String path, String size, ModelSearch wanted, PriceChoice prices, PageAsk ask) {
        PageAsk sized = new PageAsk(ask.after(), ask.before(), Objects.requireNonNullElse(ask.limitText(), size));
        return Uni.combine()
                .all()
                .unis(models.list(wanted, sized), offers.models(), exchange.rates())
                .with((page, all, rates) ->
                        PricedList.of(path, page, all, PriceScale.of(prices, rates, usual()), wanted, ask));
    }

    private String usual() {
        return switch (frame.language()) {
            case ENGLISH -> "usd";
            case CHINESE -> "cny";
        };
    }
}
