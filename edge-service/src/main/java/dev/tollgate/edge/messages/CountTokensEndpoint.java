package dev.tollgate.edge.messages;

import dev.tollgate.contract.auth.v1.KeyContext;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.edge.catalogue.ListedModel;
import dev.tollgate.edge.catalogue.Snapshots;
import dev.tollgate.edge.door.Door;
import dev.tollgate.edge.door.Exchange;
import dev.tollgate.edge.door.PublicRoute;
import dev.tollgate.edge.door.PublicRoutes;
import dev.tollgate.edge.endpoint.JsonIntake;
import dev.tollgate.edge.endpoint.ModelRequest;
import dev.tollgate.edge.endpoint.Taken;
import dev.tollgate.edge.error.ErrorFormat;
import dev.tollgate.edge.json.BodyReader;
import dev.tollgate.edge.key.KeyHeaders;
import dev.tollgate.edge.metering.TokenCounter;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import java.util.List;

/// `POST /v1/messages/count_tokens`: what a message's input comes to, counted by the gateway's own tokenizer, whoever
/// serves the model. Nothing is sent to a provider, nothing is charged, and it counts in no limit.
@Singleton
public class CountTokensEndpoint implements PublicRoutes {
    private static final String LABEL = "messages.count_tokens";

    private final Door door;
    private final JsonIntake intake;
    private final BodyReader reader;
    private final Snapshots snapshots;
    private final TokenCounter tokens;

    CountTokensEndpoint(Door door, JsonIntake intake, BodyReader reader, Snapshots snapshots, TokenCounter tokens) {
        this.door = door;
        this.intake = intake;
        this.reader = reader;
        this.snapshots = snapshots;
        this.tokens = tokens;
    }

    @Override
    public List<PublicRoute> publicRoutes() {
        return List.of(new PublicRoute(
                "/messages/count_tokens", LABEL, List.of(HttpMethod.POST), ErrorFormat.ANTHROPIC, this::count));
    }

    private void count(Exchange exchange) {
        exchange.request().pause();
        exchange.response().putHeader("request-id", exchange.id());
        door.open(exchange, KeyHeaders.either(exchange.request()), (caller, key) -> take(exchange, caller, key));
    }

    private void take(Exchange exchange, Door.Caller caller, KeyContext key) {
        VersionHeaders versions = new VersionHeaders(VersionHeaders.USUAL, List.of());
        Future<Taken> body = intake.take(
                exchange.request(),
                bytes -> reader.read(bytes, members -> new MessagesView(members, versions).toBeCounted()));
        caller.guard().after(body, taken -> {
            switch (taken) {
                case Taken.Understood(ModelRequest asked, long bodyNanos, var source) -> answer(caller, key, asked);
                case Taken.Refused(ServiceError error, long retryAfterMillis) -> caller.refuse(error);
                case Taken.Gone() -> exchange.response().reset();
            }
        });
    }

    private void answer(Door.Caller caller, KeyContext key, ModelRequest asked) {
        ListedModel model = snapshots.current().listed(asked.model(), key, System.currentTimeMillis());
        if (model == null) {
            caller.refuse(new ServiceError(
                    ErrorCode.MODEL_NOT_FOUND, "The model '" + asked.model() + "' does not exist.", "model"));
        } else {
            long counted = asked.inputTokens(text -> tokens.count(model.model(), text));
            caller.answer(200, new JsonObject().put("input_tokens", counted));
        }
    }
}
