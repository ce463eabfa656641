package dev.tollgate.edge.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tollgate.edge.json.Edits;
import dev.tollgate.edge.json.Invalid;
import dev.tollgate.edge.json.Members;
import dev.tollgate.edge.provider.spi.AnswerForm;
import dev.tollgate.edge.provider.spi.ResponsesBody;
import dev.tollgate.edge.provider.spi.Spoken;
import io.vertx.core.buffer.Buffer;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/// A request for a response as it goes to one provider that knows responses: as it came, but for the model,
/// the bound on its output, and what that provider told earlier and the caller sends back.
///
/// @param previous the provider's name of the response that is continued, or null
/// @param input as JSON, where it is said otherwise than the caller did; else null
record NativeResponse(
        ResponsesRequest asked,
        Keeper keeper,
        @Nullable String previous,
        @Nullable String input) implements ResponsesBody {
    static Spoken said(ResponsesRequest asked, Keeper keeper) {
        try {
            checkTools(asked);
            return Spoken.Said.asItIs(new NativeResponse(asked, keeper, previous(asked, keeper), input(asked, keeper)));
        } catch (Invalid unsayable) {
            return AsChat.unsaid(unsayable);
        }
    }

    private static void checkTools(ResponsesRequest asked) {
        String hosted = ToolRules.hosted(asked.members().fields().get("tools"));
        if (hosted != null && !asked.serving().hostedTools()) {
            throw Invalid.value(hosted, "This model's provider may not run tools of its own here.");
        }
    }

    private static @Nullable String previous(ResponsesRequest asked, Keeper keeper) {
        JsonNode shown = asked.members().fields().get("previous_response_id");
        if (shown == null) {
            return null;
        }
        String kept = keeper.kept(shown.textValue());
        if (kept == null) {
            throw Invalid.value(
                    "previous_response_id",
                    "No deployment of this model keeps a response '" + shown.textValue() + "' of this account.");
        }
        return kept;
    }

    /// Null where the provider gets it as it came: nothing in it is the provider's own.
    private static @Nullable String input(ResponsesRequest asked, Keeper keeper) {
        JsonNode given = asked.members().fields().get("input");
        if (given == null || !given.isArray() || !tellsMarks(given)) {
            return null;
        }
        ArrayNode items = (ArrayNode) asked.tree().get("input");
        int index = 0;
        for (Iterator<JsonNode> all = items.iterator(); all.hasNext(); index++) {
            if (!isKept((ObjectNode) all.next(), "input[" + index + "]", keeper)) {
                all.remove();
            }
        }
        return items.toString();
    }

    private static boolean tellsMarks(JsonNode items) {
        for (JsonNode item : items) {
            if (item.path("id").isTextual() || item.path("encrypted_content").isTextual()) {
                return true;
            }
        }
        return false;
    }

    /// Says an item in the provider's own names. One that another told loses its name, as this provider would
    /// look for it; thoughts that another has sealed or keeps are nothing to this one.
    ///
    /// @return false when the item is left out
    private static boolean isKept(ObjectNode item, String path, Keeper keeper) {
        String id = item.path("id").asText("");
        String kept = keeper.kept(id);
        boolean foreign = kept == null && Keeper.isMarked(id);
        if (item.path("type").asText().equals("item_reference") && kept == null) {
            throw Invalid.value(
                    path + ".id", "No deployment of this model keeps an item '" + id + "' of this account.");
        }
        if (kept != null) {
            item.put("id", kept);
        } else if (foreign) {
            item.remove("id");
        }
        JsonNode content = item.path("encrypted_content");
        if (!content.isTextual()) {
            return !(foreign && item.path("type").asText().equals("reasoning"));
        }
        String opened = keeper.opened(content.textValue());
        if (opened != null) {
            item.set("encrypted_content", TextNode.valueOf(opened));
        }
        return opened == null ? !Keeper.isSealed(content.textValue()) : !Thoughts.isMadeHere(opened);
    }

    @Override
    public String model() {
        return asked.model();
    }

    @Override
    public AnswerForm form() {
        return asked.form();
    }

    @Override
    public ObjectNode tree() {
        return asked.tree();
    }

    @Override
    public Buffer rewritten(String upstreamModel) {
        return rewritten(upstreamModel, null);
    }

    @Override
    public Buffer rewritten(String upstreamModel, @Nullable Long outputBound) {
        Members members = asked.members();
        Edits edits = new Edits(members);
        edits.put("model", Edits.quoted(upstreamModel));
        Long bound = outputBound == null ? asked.maxOutput() : outputBound;
        if (bound != null) {
            edits.put("max_output_tokens", bound.toString());
        }
        if (previous != null) {
            edits.put("previous_response_id", Edits.quoted(previous));
        }
        if (input != null) {
            edits.put("input", input);
        }
        return edits.applied();
    }

    @Override
    public String shown(String id) {
        return keeper.shown(id);
    }

    @Override
    public String sealed(String content) {
        return keeper.sealed(content);
    }

    @Override
    public String toString() {
        return "NativeResponse[" + asked.model() + "]";
    }
}
