package dev.tollgate.local.fake.cohere;

import dev.tollgate.local.fake.BearerJson;
import dev.tollgate.local.fake.Fake;
import dev.tollgate.local.fake.Stage;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;

/// `POST /v2/rerank` and `POST /v2/embed`. Answers as `demo-rerank` and `demo-embedding`, under each name that begins
/// with `rerank-` or `embed-`, and plays the faults.
public final class CohereFake implements Fake {

    @Override
    public String path() {
        return "/cohere";
    }

    @Override
    public void mount(Router router, Stage stage) {
        BearerJson rerank = new BearerJson(stage, new CohereRerank());
        BearerJson embed = new BearerJson(stage, new CohereEmbed());
        router.post("/v2/embed").handler(context -> embed.handle(context.request()));
        router.post("/v2/rerank").handler(context -> rerank.handle(context.request()));
        router.route().handler(context -> context.response()
                .setStatusCode(404)
                .putHeader("content-type", "application/json")
                .end(new JsonObject().put("message", "not found").encode()));
    }
}
