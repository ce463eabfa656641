package dev.tollgate.edge.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.edge.json.Invalid;
import dev.tollgate.edge.provider.spi.Spoken;
import java.util.Objects;
import java.util.Set;

/// Says a request for a response as a chat completion, for providers that know no responses. What would be
/// lost on the way is refused, by the caller's own name of it; what changes nothing in what the caller gets
/// is left out.
final class AsChat {
    private static final String LOGPROBS = "message.output_text.logprobs";

    /// What an answer may carry that comes of tools which no chat has, of pictures in the input, or without
    /// being asked for.
    private static final Set<String> NOTHING_TO_INCLUDE = Set.of(
            "reasoning.encrypted_content",
            "file_search_call.results",
            "web_search_call.results",
            "web_search_call.action.sources",
            "message.input_image.image_url",
            "computer_call_output.output.image_url",
            "code_interpreter_call.outputs");

    private final ObjectNode asked;
    private final ObjectNode chat = JsonNodeFactory.instance.objectNode();

    private AsChat(ObjectNode asked) {
        this.asked = asked;
    }

    static Spoken said(ResponsesRequest request, Keeper keeper) {
        try {
            ObjectNode asked = request.tree();
            Turns turns = new Turns(keeper);
            ObjectNode chat = new AsChat(asked).said(turns);
            return new Spoken.Said(
                    new SaidAsChat(request.model(), request.form(), chat),
                    inner -> new ResponseReader(inner, new ResponseFrame(asked, request.model()), keeper),
                    turns.places()::of);
        } catch (Invalid unsayable) {
            return unsaid(unsayable);
        }
    }

    static Spoken.Unsaid unsaid(Invalid unsayable) {
        ServiceError error = unsayable.error();
        return new Spoken.Unsaid(Objects.requireNonNullElse(error.param(), ""), error.message());
    }

    private ObjectNode said(Turns turns) {
        refuseState();
        chat.set("model", asked.get("model"));
        chat.set("messages", turns.of(asked.path("instructions"), asked.path("input")));
        if (asked.path("stream").asBoolean()) {
            chat.put("stream", true);
        }
        take("max_output_tokens", "max_tokens");
        for (String same : new String[] {
            "temperature",
            "top_p",
            "user",
            "safety_identifier",
            "prompt_cache_key",
            "prompt_cache_retention",
            "service_tier"
        }) {
            take(same, same);
        }
        sayIncluded();
        sayText();
        if (asked.path("reasoning").hasNonNull("effort")) {
            chat.set("reasoning_effort", asked.path("reasoning").get("effort"));
        }
        ChatTools.say(asked, chat);
        return chat;
    }

    private void take(String name, String chatName) {
        if (asked.hasNonNull(name)) {
            chat.set(chatName, asked.get(name));
        }
    }

    private void refuseState() {
        if (asked.path("store").asBoolean()) {
            throw Invalid.value("store", "The provider of this model keeps no responses: leave 'store' out.");
        }
        if (asked.hasNonNull("previous_response_id")) {
            throw Invalid.value(
                    "previous_response_id",
                    "The provider of this model keeps no responses: send the conversation in 'input'.");
        }
        if (asked.hasNonNull("prompt")) {
            throw Invalid.value("prompt", "The provider of this model keeps no prompts.");
        }
        if (asked.path("truncation").asText().equals("auto")) {
            throw Invalid.value("truncation", "The provider of this model does not shorten its input: leave it out.");
        }
    }

    private void sayIncluded() {
        boolean logprobs = asked.path("top_logprobs").asInt() > 0;
        int index = 0;
        for (JsonNode included : asked.path("include")) {
            String name = included.asText();
            logprobs |= name.equals(LOGPROBS);
            if (!name.equals(LOGPROBS) && !NOTHING_TO_INCLUDE.contains(name)) {
                throw Invalid.value(
                        "include[" + index + "]", "The provider of this model has nothing of the kind '" + name + "'.");
            }
            index++;
        }
        if (logprobs) {
            chat.put("logprobs", true);
            take("top_logprobs", "top_logprobs");
        }
    }

    private void sayText() {
        JsonNode text = asked.path("text");
        if (text.hasNonNull("verbosity")) {
            chat.set("verbosity", text.get("verbosity"));
        }
        if (!(text.get("format") instanceof ObjectNode format)) {
            return;
        }
        String type = format.path("type").asText();
        ObjectNode said = JsonNodeFactory.instance.objectNode().put("type", type);
        switch (type) {
            case "json_schema" -> {
                ObjectNode schema = said.putObject("json_schema");
                for (String member : new String[] {"name", "description", "schema", "strict"}) {
                    if (format.hasNonNull(member)) {
                        schema.set(member, format.get(member));
                    }
                }
                chat.set("response_format", said);
            }
            case "json_object" -> chat.set("response_format", said);
            default -> {}
        }
    }
}
