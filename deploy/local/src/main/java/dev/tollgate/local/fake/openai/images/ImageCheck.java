package dev.tollgate.local.fake.openai.images;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.local.fake.openai.FieldRule;
import dev.tollgate.local.fake.openai.Nested;
import dev.tollgate.local.fake.openai.Rejection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

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

    private static final List<FieldRule> RULES_OF_EDITS = List.of(
            FieldRule.model(),
            FieldRule.required("prompt"),
            FieldRule.text("prompt", PROMPT_MAX),
            FieldRule.notEmpty("prompt"),
            FieldRule.integer("n", 1, 10),
            FieldRule.oneOf("response_format", "url", "b64_json"),
            FieldRule.oneOf("background", "transparent", "opaque", "auto"),
            FieldRule.oneOf("input_fidelity", "high", "low"),
            FieldRule.oneOf("moderation", "low", "auto"),
            FieldRule.oneOf("output_format", "png", "jpeg", "webp"),
            FieldRule.integer("output_compression", 0, 100),
            FieldRule.bool("stream"),
            FieldRule.integer("partial_images", 0, 3),
            FieldRule.string("user"),
            ImageCheck::family,
            ImageCheck::together);
    private static final FieldRule FIELDS_OF_EDITS = FieldRule.only(Set.of(
            "prompt",
            "model",
            "n",
            "size",
            "quality",
            "background",
            "input_fidelity",
            "output_format",
            "output_compression",
            "response_format",
            "partial_images",
            "stream",
            "user"));
    private static final FieldRule FIELDS_OF_REFERENCES = FieldRule.only(Set.of(
            "images",
            "mask",
            "prompt",
            "model",
            "n",
            "size",
            "quality",
            "background",
            "input_fidelity",
            "moderation",
            "output_format",
            "output_compression",
            "partial_images",
            "stream",
            "user"));
    private static final List<FieldRule> RULES_OF_VARIATIONS = List.of(
            FieldRule.only(Set.of("model", "n", "response_format", "size", "user")),
            FieldRule.model(),
            FieldRule.integer("n", 1, 10),
            FieldRule.oneOf("response_format", "url", "b64_json"),
            FieldRule.oneOf("size", "256x256", "512x512", "1024x1024"),
            FieldRule.string("user"));
    private static final int REFERENCES_MAX = 16;

    private ImageCheck() {}

    static Optional<Rejection> check(JsonNode body) {
        return FieldRule.first(RULES, body);
    }

    /// Of a form, its files aside.
    static Optional<Rejection> checkEdit(JsonNode form) {
        return FIELDS_OF_EDITS.check(form).or(() -> FieldRule.first(RULES_OF_EDITS, form));
    }

    /// Of a form, its files aside.
    static Optional<Rejection> checkVariation(JsonNode form) {
        return FieldRule.first(RULES_OF_VARIATIONS, form);
    }

    /// Of JSON that names pictures by their addresses.
    static Optional<Rejection> checkReferences(JsonNode body) {
        return FIELDS_OF_REFERENCES
                .check(body)
                .or(() -> FieldRule.first(RULES_OF_EDITS, body))
                .or(() -> references(body));
    }

    private static Optional<Rejection> references(JsonNode body) {
        if (ImageKind.of(body.get("model").asText()) == ImageKind.PER_IMAGE) {
            String message = "JSON edits are not supported by this model. Send 'multipart/form-data'.";
            return Optional.of(Rejection.invalid(message, "model", "invalid_value"));
        }
        JsonNode images = body.path("images");
        if (images.isMissingNode() || images.isNull()) {
            return Optional.of(Rejection.missing("images"));
        }
        if (!images.isArray()) {
            return Optional.of(Rejection.wrongType("images", "an array of objects", FieldRule.describe(images)));
        }
        if (images.isEmpty()) {
            return Optional.of(Rejection.emptyArray("images"));
        }
        if (images.size() > REFERENCES_MAX) {
            return Optional.of(Nested.tooLong("images", REFERENCES_MAX, images.size()));
        }
        return IntStream.range(0, images.size())
                .mapToObj(i -> reference(images.get(i), "images[" + i + "]"))
                .flatMap(Optional::stream)
                .findFirst()
                .or(() -> body.hasNonNull("mask") ? reference(body.get("mask"), "mask") : Optional.empty());
    }

    /// By an address or by data: files are not kept here.
    private static Optional<Rejection> reference(JsonNode picture, String path) {
        if (!picture.isObject()) {
            return Optional.of(Rejection.wrongType(path, "an object", FieldRule.describe(picture)));
        }
        Optional<Rejection> unknown = Nested.unknown(picture, path, Set.of("image_url", "file_id"));
        if (unknown.isPresent()) {
            return unknown;
        }
        String address = picture.path("image_url").asText();
        if (picture.hasNonNull("file_id") || address.isEmpty()) {
            return Optional.of(Rejection.missing(path + ".image_url"));
        }
        boolean known = address.startsWith("https://")
                || address.startsWith("http://")
                || address.matches("(?s)data:image/(png|jpeg|webp);base64,.+");
        String message =
                "Invalid '" + path + ".image_url'. Expected a valid URL, but got a value with an invalid format.";
        return known ? Optional.empty() : Optional.of(Rejection.invalid(message, path + ".image_url", "invalid_value"));
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
