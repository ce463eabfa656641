package dev.tollgate.local.fake.openai.images;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.local.fake.Script;
import dev.tollgate.local.fake.openai.Operation;
import dev.tollgate.local.fake.openai.Rejection;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/// `POST /v1/images/generations`: models `demo-image` (paid by the image) and `demo-image-tokens` (paid by tokens).
public final class Images implements Operation {

    static final String FILES = "/images/files/";

    @Override
    public String path() {
        return "/images/generations";
    }

    @Override
    public Optional<Script> script(String model) {
        return named(model);
    }

    static Optional<Script> named(String model) {
        return Script.named("demo-image-tokens", model).or(() -> Script.named("demo-image", model));
    }

    @Override
    public Optional<Rejection> check(JsonNode body) {
        return ImageCheck.check(body);
    }

    @Override
    public String prompt(JsonNode body) {
        return body.get("prompt").textValue();
    }

    @Override
    public void perform(Call call) {
        ImageRequest request = new ImageRequest(call.body(), 0);
        ImageAnswer answer = new ImageAnswer(call.exchange().request(), request, call.script(), "image_generation");
        call.exchange().play(call.script(), answer.reply());
    }

    /// Where the URLs of answers lead to. An image is made again from its name, so none is kept.
    public static void file(RoutingContext context) {
        String name = context.pathParam("name");
        Picture.named(name)
                .ifPresentOrElse(
                        picture -> context.response()
                                .putHeader("content-type", picture.contentType())
                                .end(Buffer.buffer(picture.bytes())),
                        () -> context.response().setStatusCode(404).end());
    }

    /// The route of [#file].
    public static String filePath() {
        return FILES + ":name";
    }
}
