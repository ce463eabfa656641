package dev.tollgate.local.fake.mistral;

import dev.tollgate.local.fake.BearerJson;
import dev.tollgate.local.fake.Fake;
import dev.tollgate.local.fake.Stage;
import dev.tollgate.local.fake.kin.KinFake;
import io.vertx.ext.web.Router;

/// Mistral, at `/mistral/v1`. Magistral and those that are said to reason think, others where effort is asked for.
public final class MistralFake implements Fake {
    private final KinFake chat = new KinFake(new MistralChat());

    @Override
    public String path() {
        return "/mistral";
    }

    @Override
    public void mount(Router router, Stage stage) {
        BearerJson embeddings = new BearerJson(stage, new MistralEmbeddings());
        router.post("/v1/embeddings").handler(context -> embeddings.handle(context.request()));
        BearerJson moderations = new BearerJson(stage, new MistralModerations());
        router.post("/v1/moderations").handler(context -> moderations.handle(context.request()));
        chat.mount(router, stage);
    }
}
