package dev.tollgate.edge.provider.spi.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tollgate.edge.provider.spi.AnswerWriter;
import dev.tollgate.edge.provider.spi.Failure;
import dev.tollgate.edge.provider.spi.Reading;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What the answers of all endpoints but chat have in common: perhaps an error, perhaps the model's name, perhaps
/// usage. Usage is kept from object to object of a stream.
final class OpenAiObject {
    static final Reading UNREADABLE = new Reading.Failed(new Failure.Unreadable());

    private final JsonMapper json;
    private final byte[] name;
    private final JsonSkim skim = new JsonSkim();
    private byte @Nullable [] usage;

    /// @param model the name that the caller used
    OpenAiObject(JsonMapper json, String model) {
        this.json = json;
        this.name = ('"' + model.replace("\\", "\\\\").replace("\"", "\\\"") + '"').getBytes(StandardCharsets.UTF_8);
    }

    /// Finds what is there, and keeps the usage.
    ///
    /// @return why it is no answer, or null
    @Nullable
    Reading read(byte[] bytes, int from, int to, AnswerWriter out) {
        skim.read(bytes, from, to, out);
        if (skim.hasError()) {
            return new Reading.Failed(OpenAiFailures.told(tree(bytes, skim.errorStart(), skim.errorEnd())));
        }
        if (!skim.isWhole()) {
            return UNREADABLE;
        }
        if (skim.hasUsage()) {
            usage = Arrays.copyOfRange(bytes, skim.usageStart(), skim.usageEnd());
        }
        return null;
    }

    /// Of what was read last: its model goes by the public name.
    Patches renamed() {
        Patches patches = new Patches();
        if (skim.hasModel()) {
            patches.put(skim.modelStart(), skim.modelEnd(), name);
        }
        return patches;
    }

    /// The `usage` object that was told last; null when there was none.
    @Nullable
    JsonNode usage() {
        byte[] told = usage;
        return told == null ? null : tree(told, 0, told.length);
    }

    /// Null when it is no JSON.
    private @Nullable JsonNode tree(byte[] bytes, int from, int to) {
        try {
            return json.readTree(bytes, from, to - from);
        } catch (IOException e) {
            return null;
        }
    }
}
