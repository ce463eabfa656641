package dev.tollgate.local.fake.vertex;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.local.fake.Exchange;
import dev.tollgate.local.fake.Fault;
import dev.tollgate.local.fake.Reply;
import dev.tollgate.local.fake.Script;
import dev.tollgate.local.fake.Tokens;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// `predict` of embeddings. The same text has the same vector, and a shorter one is its beginning.
final class Predict {

    private static final int LENGTH = 768;
    private static final float SCALE = 1 << 20;
    private static final int TOO_MANY = 429;
    private static final int UNPROCESSABLE = 422;

    private Predict() {}

    static void answer(Exchange exchange, String model, @Nullable JsonNode body, int size) {
        if (body == null || body.path("instances").isEmpty()) {
            VertexFake.refuse(exchange, 400, "INVALID_ARGUMENT", "instances is required.");
            return;
        }
        exchange.entry().asked(model, body, size);
        for (JsonNode instance : body.path("instances")) {
            if (instance.path("content").asText().isEmpty()) {
                VertexFake.refuse(exchange, 400, "INVALID_ARGUMENT", "The text content is empty.");
                return;
            }
        }
        Optional<Script> script = Script.named("demo-embedding", model);
        boolean real = exchange.stage().anyModel() || model.contains("embedding");
        Fault fault = script.map(Script::fault).orElse(null);
        if (script.isEmpty() && !real) {
            VertexFake.refuse(exchange, 404, "NOT_FOUND", "Publisher model was not found.");
        } else if (fault != null && fault.status() != 0 && isDue(exchange, fault, body)) {
            refuse(exchange, fault);
        } else {
            Buffer whole =
                    Buffer.buffer(predictions(body, fault != Fault.NO_USAGE).toString());
            Buffer error = Buffer.buffer("{\"error\":{\"code\":500,\"message\":\"x\",\"status\":\"INTERNAL\"}}");
            exchange.play(script.orElse(Script.plain()), new Reply.Whole(Reply.JSON, whole, 1, error));
        }
    }

    private static boolean isDue(Exchange exchange, Fault fault, JsonNode body) {
        return fault != Fault.HTTP_429_ONCE || exchange.stage().log().isNew(body.toString());
    }

    private static void refuse(Exchange exchange, Fault fault) {
        int status = fault.status() == UNPROCESSABLE ? 400 : fault.status();
        if (status == TOO_MANY) {
            exchange.response().putHeader("retry-after", Integer.toString(fault.retryAfterSeconds()));
        }
        String said =
                switch (fault) {
                    case LEAK ->
                        "upstream http://10.0.0.7:9000 refused "
                                + exchange.request().getHeader("authorization");
                    case HTTP_422 -> "Invalid value at 'parameters.outputDimensionality'.";
                    default -> "The input token count exceeds the maximum number of tokens allowed.";
                };
        VertexFake.refuse(exchange, status, status == 400 ? "INVALID_ARGUMENT" : "FAILED", said);
    }

    private static ObjectNode predictions(JsonNode body, boolean usage) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        ArrayNode predictions = root.putArray("predictions");
        int length = body.path("parameters").path("outputDimensionality").asInt(LENGTH);
        for (JsonNode instance : body.path("instances")) {
            String text = instance.path("content").asText();
            ObjectNode embeddings = predictions.addObject().putObject("embeddings");
            embeddings.set("values", vector(text, length));
            if (usage) {
                embeddings
                        .putObject("statistics")
                        .put("token_count", Tokens.count(text))
                        .put("truncated", false);
            }
        }
        return root;
    }

    private static ArrayNode vector(String text, int length) {
        SplittableRandom random = new SplittableRandom(text.hashCode());
        ArrayNode values = JsonNodeFactory.instance.arrayNode(length);
        for (int i = 0; i < length; i++) {
            values.add((random.nextInt(1 << 21) - SCALE) / SCALE);
        }
        return values;
    }
}
