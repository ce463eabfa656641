package dev.tollgate.local.fake.jina;

import dev.tollgate.local.fake.BearerJson;
import dev.tollgate.local.fake.Fake;
import dev.tollgate.local.fake.Stage;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;

/// `POST /v1/rerank` and `POST /v1/embeddings`. Answers as `demo-rerank` and `demo-embedding`, under each name that
/// begins with `jina-`, and plays the faults.
public final class JinaFake implements Fake {

    @Override
    public String path() {
        return "/jina";
    }

    @Override
    public void mount(Router router, Stage stage) {
        BearerJson rerank = new BearerJson(stage, new JinaRerank());
        BearerJson embeddings = new BearerJson(stage, new JinaEmbeddings());
        router.post("/v1/rerank").handler(context -> rerank.handle(context.request()));
        router.post("/v1/embeddings").handler(context -> embeddings.handle(context.request()));
        router.route().handler(context -> context.response()
                .setStatusCode(404)
                .putHeader("content-type", "application/json")
                .end(new JsonObject().put("detail", "Not Found").encode()));
    }
}
