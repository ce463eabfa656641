package dev.tollgate.local.fake.openai.images;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.local.fake.Script;
import dev.tollgate.local.fake.openai.Operation;
import dev.tollgate.local.fake.openai.Rejection;
import java.util.Optional;

/// `POST /v1/images/edits` with a JSON body, which names pictures by their addresses: only for models that are paid by
/// tokens. No address is followed.
public final class ImageEdits implements Operation {

    @Override
    public String path() {
        return ImageForms.Task.EDIT.path();
    }

    @Override
    public Optional<Script> script(String model) {
        return Images.named(model);
    }

    @Override
    public Optional<Rejection> check(JsonNode body) {
        return ImageCheck.checkReferences(body);
    }

    @Override
    public String prompt(JsonNode body) {
        return body.get("prompt").textValue();
    }

    @Override
    public void perform(Call call) {
        int inputs = call.body().get("images").size() + (call.body().hasNonNull("mask") ? 1 : 0);
        ImageRequest request = new ImageRequest(call.body(), inputs);
        ImageAnswer answer = new ImageAnswer(call.exchange().request(), request, call.script(), "image_edit");
        call.exchange().play(call.script(), answer.reply());
    }
}
