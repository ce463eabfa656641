package dev.tollgate.local.fake.openai.images;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.local.fake.openai.FieldRule;
import dev.tollgate.local.fake.openai.Rejection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Refuses what OpenAI refuses of an image generation's fields.
final class ImageCheck {

    private static final int PROMPT_MAX = 32_000;
    private static final List<String> NOT_BY_TOKENS = List.of("response_format", "style");
    private static final FieldRule NEW_SIZES = FieldRule.oneOf("size", "1024x1024", "1536x1024", "1024x1536", "auto");
    private static final FieldRule NEW_QUALITIES = FieldRule.oneOf("quality", "low", "medium", "high", "auto");
    private static final FieldRule ALL_SIZES = FieldRule.oneOf(
            "size", "256x256", "512x512", "1024x1024", "1792x1024", "1024x1792", "1536x1024", "1024x1536", "auto");
    private static final FieldRule ALL_QUALITIES =
            FieldRule.oneOf("quality", "standard", "hd", "low", "medium", "high", "auto");

    private static final List<FieldRule> RULES = List.of(
            FieldRule.only(Set.of(
                    "prompt",
                    "model",
                    "n",
                    "size",
                    "quality",
                    "style",
                    "background",
                    "moderation",
                    "output_format",
                    "output_compression",
                    "response_format",
                    "partial_images",
                    "stream",
                    "user")),
            FieldRule.model(),
            FieldRule.required("prompt"),
            FieldRule.text("prompt", PROMPT_MAX),
            FieldRule.notEmpty("prompt"),
            FieldRule.integer("n", 1, 10),
            FieldRule.oneOf("response_format", "url", "b64_json"),
            FieldRule.oneOf("style", "vivid", "natural"),
            FieldRule.oneOf("background", "transparent", "opaque", "auto"),
            FieldRule.oneOf("moderation", "low", "auto"),
            FieldRule.oneOf("output_format", "png", "jpeg", "webp"),
            FieldRule.integer("output_compression", 0, 100),
            FieldRule.bool("stream"),
            FieldRule.integer("partial_images", 0, 3),
            FieldRule.string("user"),
            ImageCheck::family,
            ImageCheck::together);

    private ImageCheck() {}

    static Optional<Rejection> check(JsonNode body) {
        return FieldRule.first(RULES, body);
    }

    private static Optional<Rejection> family(JsonNode body) {
        boolean byTokens = ImageKind.of(body.get("model").asText()) == ImageKind.BY_TOKENS;
        if (!byTokens) {
            boolean stream = body.path("stream").asBoolean();
            return (stream ? NEW_SIZES : ALL_SIZES).check(body).or(() -> ALL_QUALITIES.check(body));
        }
        return NOT_BY_TOKENS.stream()
                .filter(body::hasNonNull)
                .map(name -> Rejection.invalid("Unknown parameter: '" + name + "'.", name, "unknown_parameter"))
                .findFirst()
                .or(() -> NEW_SIZES.check(body))
                .or(() -> NEW_QUALITIES.check(body));
    }

    private static Optional<Rejection> together(JsonNode body) {
        boolean stream = body.path("stream").asBoolean();
        if (body.hasNonNull("partial_images") && !stream) {
            return conflict(
                    "partial_images", "The 'partial_images' parameter is only allowed when 'stream' is enabled.");
        }
        if (stream && body.path("n").asInt(1) > 1) {
            return conflict("n", "Streaming is only supported with n=1.");
        }
        String format = body.path("output_format").asText("png");
        if (body.path("background").asText().equals("transparent") && format.equals("jpeg")) {
            return conflict("background", "Transparent background is not supported for JPEG output format.");
        }
        if (body.hasNonNull("output_compression")
                && body.get("output_compression").asInt() != 100
                && format.equals("png")) {
            return conflict("output_compression", "Compression less than 100 is not supported for PNG output format.");
        }
        return Optional.empty();
    }

    private static Optional<Rejection> conflict(String field, String message) {
        return Optional.of(Rejection.invalid(message, field, "invalid_value"));
    }
}
