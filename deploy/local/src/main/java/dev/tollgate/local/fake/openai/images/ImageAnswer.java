package dev.tollgate.local.fake.openai.images;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.local.fake.Fault;
import dev.tollgate.local.fake.Reply;
import dev.tollgate.local.fake.Script;
import dev.tollgate.local.fake.openai.JsonReply;
import dev.tollgate.local.fake.openai.Rejection;
import io.vertx.core.http.HttpServerRequest;
import java.util.Base64;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Writes pictures as JSON, whole or as a stream, whose events have names and whose last one is its end: no `[DONE]`.
///
/// @param asked whose own address the pictures' addresses begin with
/// @param events what a stream's events are called: `image_generation`, `image_edit`
record ImageAnswer(HttpServerRequest asked, ImageRequest request, Script script, String events) {

    Reply reply() {
        return request.stream() ? stream() : plain();
    }

    private Reply plain() {
        ObjectNode root = JsonNodeFactory.instance.objectNode().put("created", now());
        ArrayNode data = root.putArray("data");
        for (Picture picture : request.pictures()) {
            ObjectNode image = data.addObject();
            if (request.byUrl()) {
                image.put("url", url(picture));
            } else {
                image.put("b64_json", base64(picture));
            }
            if (request.kind() == ImageKind.PER_IMAGE && request.inputs() == 0) {
                image.put("revised_prompt", request.prompt());
            }
        }
        if (request.kind() == ImageKind.PER_IMAGE) {
            return JsonReply.whole(script, root, null, request.count());
        }
        describe(root);
        return JsonReply.whole(script, root, ImageUsage.of(request), request.count());
    }

    private Reply stream() {
        Picture picture = request.pictures().getFirst();
        Stream<String> partials = IntStream.range(0, request.partials()).mapToObj(i -> {
            ObjectNode event = event("partial_image", picture.draft(i));
            return JsonReply.named(event.put("partial_image_index", i));
        });
        ObjectNode completed = JsonReply.pad(script, event("completed", picture));
        if (!script.has(Fault.NO_USAGE)) {
            completed.set("usage", ImageUsage.of(request));
        }
        Stream<String> frames = Stream.concat(partials, Stream.of(JsonReply.named(completed)));
        int beforeFault = Math.min(1, request.partials());
        String error = "event: error\n" + Rejection.midway().frame();
        return Reply.Parts.events(frames, beforeFault, error);
    }

    private ObjectNode event(String name, Picture picture) {
        ObjectNode event = JsonNodeFactory.instance
                .objectNode()
                .put("type", events + "." + name)
                .put("b64_json", base64(picture))
                .put("created_at", now());
        return describe(event);
    }

    private ObjectNode describe(ObjectNode json) {
        return json.put("size", request.size())
                .put("quality", request.quality())
                .put("background", request.background())
                .put("output_format", request.outputFormat());
    }

    private String url(Picture picture) {
        return asked.scheme() + "://" + asked.authority() + "/v1" + Images.FILES + picture.name();
    }

    private static String base64(Picture picture) {
        return Base64.getEncoder().encodeToString(picture.bytes());
    }

    private static long now() {
        return System.currentTimeMillis() / 1_000;
    }
}
