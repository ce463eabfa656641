package dev.tollgate.edge.provider.spi.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.edge.provider.spi.AnswerReader;
import dev.tollgate.edge.provider.spi.AnswerWriter;
import dev.tollgate.edge.provider.spi.ChatBody;
import dev.tollgate.edge.provider.spi.Failure;
import dev.tollgate.edge.provider.spi.Reading;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Passes an answer in OpenAI's shape on as it is, but for the model's name. Usage is kept as bytes and parsed at
/// the end: some tell it with every event.
public final class OpenAiReader implements AnswerReader {
    private static final String DONE = "[DONE]";
    private static final Reading UNREADABLE = new Reading.Failed(new Failure.Unreadable());
    private static final Reading TRUNCATED = new Reading.Failed(new Failure.Broken("truncated"));

    private final JsonMapper json;
    private final String model;
    private final boolean includeUsage;
    private final JsonSkim skim = new JsonSkim();
    private byte @Nullable [] name;
    private byte @Nullable [] usage;
    private boolean finished;

    public OpenAiReader(JsonMapper json, ChatBody asked) {
        this(json, asked.model(), asked.includeUsage());
    }

    /// @param model the name that the caller used
    /// @param includeUsage whether the caller wants the usage chunk of a stream
    public OpenAiReader(JsonMapper json, String model, boolean includeUsage) {
        this.json = json;
        this.model = model;
        this.includeUsage = includeUsage;
    }

    @Override
    public Reading whole(byte[] bytes, int from, int to, AnswerWriter out) {
        skim.read(bytes, from, to, out);
        Reading failure = failure(bytes);
        if (failure != null) {
            return failure;
        }
        if (!skim.isWhole() || !skim.hasChoices()) {
            return UNREADABLE;
        }
        keepUsage(bytes);
        pass(bytes, from, to, out);
        return Reading.DONE;
    }

    @Override
    public Reading event(byte[] bytes, int from, int to, AnswerWriter out) {
        if (isDone(bytes, from, to)) {
            return Reading.DONE;
        }
        skim.read(bytes, from, to, out);
        Reading failure = failure(bytes);
        if (failure != null) {
            return failure;
        }
        if (!skim.isWhole()) {
            return isBlank(bytes, from, to) ? Reading.MORE : UNREADABLE;
        }
        finished |= skim.isFinished();
        keepUsage(bytes);
        // A chunk without choices is for those who asked for usage; a provider's other empty ones are dropped.
        if (skim.hasFilledChoices() || (includeUsage && skim.hasUsage())) {
            pass(bytes, from, to, out);
        }
        return Reading.MORE;
    }

    /// Some close the connection behind the last chunk instead of sending `[DONE]`.
    @Override
    public Reading end(AnswerWriter out) {
        return finished ? Reading.DONE : TRUNCATED;
    }

    @Override
    public @Nullable Quantities usage() {
        byte[] told = usage;
        if (told == null) {
            return null;
        }
        OpenAiUsage.Told counts = UsageSkim.read(told);
        return counts == null ? parsed(told) : OpenAiUsage.disjoint(counts);
    }

    private @Nullable Quantities parsed(byte[] told) {
        JsonNode tree = tree(told, 0, told.length);
        return tree == null || !tree.has("prompt_tokens") ? null : OpenAiUsage.read(tree);
    }

    private @Nullable Reading failure(byte[] bytes) {
        if (skim.hasError()) {
            return new Reading.Failed(OpenAiFailures.told(tree(bytes, skim.errorStart(), skim.errorEnd())));
        }
        return skim.isFailed() ? new Reading.Failed(new Failure.Broken("finish")) : null;
    }

    private void keepUsage(byte[] bytes) {
        if (skim.hasUsage()) {
            usage = Arrays.copyOfRange(bytes, skim.usageStart(), skim.usageEnd());
        }
    }

    private void pass(byte[] bytes, int from, int to, AnswerWriter out) {
        out.begin();
        if (skim.hasModel()) {
            byte[] ours = name();
            out.json(bytes, from, skim.modelStart());
            out.json(ours, 0, ours.length);
            out.json(bytes, skim.modelEnd(), to);
        } else {
            out.json(bytes, from, to);
        }
        out.end();
    }

    private byte[] name() {
        byte[] known = name;
        if (known == null) {
            known = ('"' + model.replace("\\", "\\\\").replace("\"", "\\\"") + '"').getBytes(StandardCharsets.UTF_8);
            name = known;
        }
        return known;
    }

    private static boolean isDone(byte[] bytes, int from, int to) {
        if (to - from < DONE.length() || bytes[from] != '[') {
            return false;
        }
        for (int i = 1; i < DONE.length(); i++) {
            if (bytes[from + i] != DONE.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isBlank(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] != ' ' && bytes[i] != '\t') {
                return false;
            }
        }
        return true;
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
