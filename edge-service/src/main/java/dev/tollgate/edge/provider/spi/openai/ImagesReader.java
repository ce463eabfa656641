package dev.tollgate.edge.provider.spi.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.contract.billing.v1.UsageClass;
import dev.tollgate.edge.provider.spi.AnswerReader;
import dev.tollgate.edge.provider.spi.AnswerWriter;
import dev.tollgate.edge.provider.spi.Failure;
import dev.tollgate.edge.provider.spi.ImagesBody;
import dev.tollgate.edge.provider.spi.Pictures;
import dev.tollgate.edge.provider.spi.Reading;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Passes pictures in OpenAI's shape on as they are, and counts those that really came.
public final class ImagesReader implements AnswerReader {
    private static final Reading TRUNCATED = new Reading.Failed(new Failure.Broken("truncated"));
    private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);
    /// A name is put on a line of its own: it must not be able to break out of it.
    private static final Pattern EVENT_NAME = Pattern.compile("[a-z_.]{1,64}");

    private final Pictures asked;
    private final OpenAiObject object;
    private long milliImages;
    private int images;

    public ImagesReader(JsonMapper json, ImagesBody asked) {
        this(json, asked.model(), asked.pictures());
    }

    /// @param model the name that the caller used
    public ImagesReader(JsonMapper json, String model, Pictures asked) {
        this.asked = asked;
        this.object = new OpenAiObject(json, model);
    }

    @Override
    public Reading whole(byte[] bytes, int from, int to, AnswerWriter out) {
        Reading failure = object.read(bytes, from, to, out);
        if (failure != null) {
            return failure;
        }
        Found found = new Found(bytes, to);
        found.look(from);
        if (found.pictures == 0) {
            return OpenAiObject.UNREADABLE;
        }
        for (int i = 0; i < found.pictures; i++) {
            came(found, out);
        }
        object.renamed().write(bytes, from, to, out);
        return Reading.DONE;
    }

    /// An event's data tells its type, so that the line with its name need not be known.
    @Override
    public Reading event(byte[] bytes, int from, int to, AnswerWriter out) {
        if (isDone(bytes, from, to)) {
            return end(out);
        }
        Reading failure = object.read(bytes, from, to, out);
        if (failure != null) {
            return failure;
        }
        Found found = new Found(bytes, to);
        found.look(from);
        String type = found.type;
        if (type != null && type.endsWith(".completed")) {
            came(found, out);
        } else if (type != null && type.endsWith(".partial_image")) {
            out.tokens(asked.draftTokens());
        }
        String name = type != null && EVENT_NAME.matcher(type).matches() ? type : null;
        object.renamed().write(bytes, from, to, name, out);
        return images >= asked.count() ? Reading.DONE : Reading.MORE;
    }

    /// There is no mark at the end: the last picture is it.
    @Override
    public Reading end(AnswerWriter out) {
        return images > 0 ? Reading.DONE : TRUNCATED;
    }

    private void came(Found found, AnswerWriter out) {
        images++;
        milliImages += asked.milliImages(found.size, found.quality);
        out.tokens(asked.likelyTokens(found.size, found.quality));
    }

    /// Pictures that came, and tokens where they are told.
    @Override
    public @Nullable Quantities usage() {
        Quantities tokens = tokens();
        return images == 0 && tokens.isEmpty() ? null : tokens.with(UsageClass.MILLI_IMAGES, milliImages);
    }

    /// The picture itself is output of its own class; some tell text besides.
    private Quantities tokens() {
        JsonNode usage = object.usage();
        if (usage == null) {
            return Quantities.NONE;
        }
        JsonNode in = usage.path("input_tokens_details");
        long input = count(usage.path("input_tokens"));
        long cached = Math.min(input, count(in.path("cached_tokens")));
        long imageInput = Math.min(input - cached, count(in.path("image_tokens")));
        long output = count(usage.path("output_tokens"));
        long text = Math.min(output, count(usage.path("output_tokens_details").path("text_tokens")));
        return Quantities.of(input - cached - imageInput, text)
                .with(UsageClass.CACHED_INPUT, cached)
                .with(UsageClass.IMAGE_INPUT, imageInput)
                .with(UsageClass.IMAGE_OUTPUT, output - text);
    }

    private static long count(JsonNode told) {
        return Math.max(0, told.asLong());
    }

    private static boolean isDone(byte[] bytes, int from, int to) {
        for (int i = 0; i < DONE.length; i++) {
            if (from + i >= to || bytes[from + i] != DONE[i]) {
                return false;
            }
        }
        return true;
    }

    /// What stands at the top of an answer or an event.
    private static final class Found {
        private static final int TELLING_MAX = 64;

        private final JsonWalk walk;
        private final byte[] bytes;
        private @Nullable String type;
        private @Nullable String size;
        private @Nullable String quality;
        private int pictures;

        Found(byte[] bytes, int to) {
            this.walk = new JsonWalk(bytes, to);
            this.bytes = bytes;
        }

        void look(int from) {
            walk.each(from, (nameStart, nameEnd, start, end) -> {
                if (walk.named("type", nameStart, nameEnd)) {
                    type = text(start, end);
                } else if (walk.named("size", nameStart, nameEnd)) {
                    size = text(start, end);
                } else if (walk.named("quality", nameStart, nameEnd)) {
                    quality = text(start, end);
                } else if (walk.named("data", nameStart, nameEnd)) {
                    walk.each(start, (noName, noEnd, at, until) -> picture(at));
                }
            });
        }

        private void picture(int from) {
            boolean[] there = {false};
            walk.each(
                    from,
                    (nameStart, nameEnd, start, end) -> there[0] |= bytes[start] == '"'
                            && end - start > 2
                            && (walk.named("b64_json", nameStart, nameEnd) || walk.named("url", nameStart, nameEnd)));
            pictures += there[0] ? 1 : 0;
        }

        /// Null when it is no short string.
        private @Nullable String text(int start, int end) {
            return bytes[start] == '"' && end - start <= TELLING_MAX
                    ? new String(bytes, start + 1, end - start - 2, StandardCharsets.UTF_8)
                    : null;
        }
    }
}
