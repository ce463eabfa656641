package dev.tollgate.local.fake.openai.images;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.local.fake.Fault;
import dev.tollgate.local.fake.Reply;
import dev.tollgate.local.fake.Script;
import dev.tollgate.local.fake.openai.JsonReply;
import dev.tollgate.local.fake.openai.Operation;
import dev.tollgate.local.fake.openai.Rejection;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// `POST /v1/images/generations`: models `demo-image` (paid by the image) and `demo-image-tokens` (paid by tokens). A
/// stream's events have names, and the last of them is its end: no `[DONE]`.
public final class Images implements Operation {

    private static final String FILES = "/images/files/";

    @Override
    public String path() {
        return "/images/generations";
    }

    @Override
    public Optional<Script> script(String model) {
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
        ImageRequest request = new ImageRequest(call.body());
        call.exchange().play(call.script(), request.stream() ? stream(call, request) : plain(call, request));
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

    private static Reply plain(Call call, ImageRequest request) {
        ObjectNode root = JsonNodeFactory.instance.objectNode().put("created", now());
        ArrayNode data = root.putArray("data");
        for (Picture picture : request.pictures()) {
            ObjectNode image = data.addObject();
            if (request.byUrl()) {
                image.put("url", url(call.exchange().request(), picture));
            } else {
                image.put("b64_json", base64(picture));
            }
            if (request.kind() == ImageKind.PER_IMAGE) {
                image.put("revised_prompt", request.prompt());
            }
        }
        if (request.kind() == ImageKind.PER_IMAGE) {
            return JsonReply.whole(call.script(), root, null, request.count());
        }
        describe(root, request);
        return JsonReply.whole(call.script(), root, ImageUsage.of(request), request.count());
    }

    private static Reply stream(Call call, ImageRequest request) {
        Picture picture = request.pictures().getFirst();
        Stream<String> partials = IntStream.range(0, request.partials()).mapToObj(i -> {
            ObjectNode event = event("image_generation.partial_image", picture.draft(i), request);
            return JsonReply.named(event.put("partial_image_index", i));
        });
        ObjectNode completed = JsonReply.pad(call.script(), event("image_generation.completed", picture, request));
        if (!call.script().has(Fault.NO_USAGE)) {
            completed.set("usage", ImageUsage.of(request));
        }
        Stream<String> frames = Stream.concat(partials, Stream.of(JsonReply.named(completed)));
        int beforeFault = Math.min(1, request.partials());
        String error = "event: error\n" + Rejection.midway().frame();
        return Reply.Parts.events(frames, beforeFault, error);
    }

    private static ObjectNode event(String type, Picture picture, ImageRequest request) {
        ObjectNode event = JsonNodeFactory.instance
                .objectNode()
                .put("type", type)
                .put("b64_json", base64(picture))
                .put("created_at", now());
        return describe(event, request);
    }

    private static ObjectNode describe(ObjectNode json, ImageRequest request) {
        return json.put("size", request.size())
                .put("quality", request.quality())
                .put("background", request.background())
                .put("output_format", request.outputFormat());
    }

    private static String url(HttpServerRequest request, Picture picture) {
        return request.scheme() + "://" + request.authority() + "/v1" + FILES + picture.name();
    }

    private static String base64(Picture picture) {
        return Base64.getEncoder().encodeToString(picture.bytes());
    }

    private static long now() {
        return System.currentTimeMillis() / 1_000;
    }
}
