package dev.tollgate.edge.models;

import dev.tollgate.contract.auth.v1.KeyContext;
import dev.tollgate.contract.billing.v1.PriceList.Tier;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.edge.catalogue.ListedModel;
import dev.tollgate.edge.catalogue.Snapshots;
import dev.tollgate.edge.door.Door;
import dev.tollgate.edge.door.Exchange;
import dev.tollgate.edge.door.PublicRoute;
import dev.tollgate.edge.door.PublicRoutes;
import dev.tollgate.edge.error.ErrorFormat;
import dev.tollgate.edge.key.KeyHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;

/// Lists the models that the caller's key can call now, as the OpenAI SDKs read them, with fields of ours beside;
/// as Anthropic's read them where `anthropic-version` is sent.
@Singleton
public class ModelsEndpoint implements PublicRoutes {
    private static final String SEGMENT = "/models/";

    private final Door door;
    private final Snapshots snapshots;

    ModelsEndpoint(Door door, Snapshots snapshots) {
        this.door = door;
        this.snapshots = snapshots;
    }

    @Override
    public List<PublicRoute> publicRoutes() {
        return List.of(
                PublicRoute.get("/models", "models", this::list), PublicRoute.get("/models/*", "models", this::get));
    }

    /// `GET /v1/models`.
    void list(Exchange exchange) {
        if (AnthropicListing.isWanted(exchange.request())) {
            open(
                    exchange,
                    (caller, key) -> AnthropicListing.list(
                            snapshots.current().listed(key, System.currentTimeMillis()), exchange.request(), caller));
            return;
        }
        door.open(exchange, (caller, key) -> {
            JsonArray data = new JsonArray();
            snapshots.current().listed(key, System.currentTimeMillis()).forEach(model -> data.add(describe(model)));
            caller.answer(200, new JsonObject().put("object", "list").put("data", data));
        });
    }

    /// `GET /v1/models/{id}`; an id may hold slashes, encoded or not.
    void get(Exchange exchange) {
        String path = exchange.request().path();
        String encoded = path.substring(path.indexOf(SEGMENT) + SEGMENT.length());
        if (AnthropicListing.isWanted(exchange.request())) {
            open(exchange, (caller, key) -> find(caller, key, decode(encoded), AnthropicListing::describe));
        } else {
            door.open(exchange, (caller, key) -> find(caller, key, decode(encoded), ModelsEndpoint::describe));
        }
    }

    /// For who speaks Anthropic's format.
    private void open(Exchange exchange, BiConsumer<Door.Caller, KeyContext> inside) {
        exchange.response().putHeader("request-id", exchange.id());
        door.open(exchange.telling(ErrorFormat.ANTHROPIC), KeyHeaders.either(exchange.request()), inside);
    }

    private void find(Door.Caller caller, KeyContext key, String id, Function<ListedModel, JsonObject> description) {
        ListedModel model = snapshots.current().listed(id, key, System.currentTimeMillis());
        if (model == null) {
            caller.refuse(
                    new ServiceError(ErrorCode.MODEL_NOT_FOUND, "The model '" + id + "' does not exist.", "model"));
        } else {
            caller.answer(200, description.apply(model));
        }
    }

    /// A plus is a plus in a path; a malformed escape is taken as it is written.
    private static String decode(String encoded) {
        try {
            return URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return encoded;
        }
    }

    private static JsonObject describe(ListedModel model) {
        return new JsonObject()
                .put("id", model.id())
                .put("object", "model")
                .put("created", model.created())
                .put("owned_by", model.ownedBy())
                .put("canonical_id", model.model())
                .put("context_window", model.contextWindow())
                .put("max_output_tokens", model.outputBound())
                .put("capabilities", new JsonArray(model.capabilities()))
                .put("pricing", prices(model));
    }

    /// Nano-credits per million units, as strings (rules 19).
    private static JsonObject prices(ListedModel model) {
        JsonArray tiers = new JsonArray();
        for (Tier tier : model.price().tiers()) {
            JsonObject classes = new JsonObject();
            new TreeMap<>(tier.nanosPerMillion())
                    .forEach((usageClass, price) -> classes.put(usageClass.wireName(), Long.toString(price)));
            tiers.add(new JsonObject()
                    .put("above_input_tokens", tier.aboveInput())
                    .put("prices", classes));
        }
        return new JsonObject()
                .put("unit", "nano-credits per million")
                .put("free", model.free())
                .put("tiers", tiers);
    }
}
