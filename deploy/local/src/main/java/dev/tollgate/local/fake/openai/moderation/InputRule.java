package dev.tollgate.local.fake.openai.moderation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.local.fake.openai.FieldRule;
import dev.tollgate.local.fake.openai.Nested;
import dev.tollgate.local.fake.openai.Rejection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/// Refuses inputs that OpenAI refuses: empty ones, mixed ones, several pictures.
final class InputRule implements FieldRule {

    private static final String INVALID =
            "'$.input' is invalid. Please check the API reference: https://platform.openai.com/docs/api-reference.";

    @Override
    public Optional<Rejection> check(JsonNode body) {
        JsonNode input = body.path("input");
        if (input.isMissingNode() || input.isNull()) {
            return Optional.of(Rejection.missing("input"));
        }
        if (input.isTextual()) {
            return input.textValue().isEmpty() ? invalid() : Optional.empty();
        }
        if (!input.isArray() || input.isEmpty()) {
            return invalid();
        }
        if (Nested.elements(input).allMatch(JsonNode::isTextual)) {
            return Nested.elements(input).anyMatch(text -> text.textValue().isEmpty()) ? invalid() : Optional.empty();
        }
        return Nested.elements(input).allMatch(JsonNode::isObject) ? parts(input) : invalid();
    }

    private static Optional<Rejection> parts(JsonNode input) {
        long pictures = Nested.elements(input)
                .filter(part -> part.path("type").asText().equals("image_url"))
                .count();
        if (pictures > 1) {
            String message = "Invalid 'input': too many images. Expected at most 1 image per request.";
            return Optional.of(Rejection.invalid(message, "input", "too_many_images"));
        }
        return IntStream.range(0, input.size())
                .mapToObj(i -> part(input.get(i), "input[" + i + "]"))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<Rejection> part(JsonNode part, String path) {
        return switch (part.path("type").asText()) {
            case "text" ->
                Nested.unknown(part, path, Set.of("type", "text"))
                        .or(() -> part.path("text").isTextual()
                                ? Optional.empty()
                                : Optional.of(Rejection.missing(path + ".text")));
            case "image_url" ->
                Nested.unknown(part, path, Set.of("type", "image_url")).or(() -> address(part, path + ".image_url"));
            default ->
                Optional.of(Rejection.unsupportedValue(
                        path + ".type", part.path("type").asText(), "'text', and 'image_url'"));
        };
    }

    private static Optional<Rejection> address(JsonNode part, String path) {
        String url = part.path("image_url").path("url").asText();
        if (url.isEmpty()) {
            return Optional.of(Rejection.missing(path + ".url"));
        }
        boolean known = url.startsWith("https://") || url.startsWith("http://") || url.startsWith("data:image/");
        return known
                ? Optional.empty()
                : Optional.of(Rejection.invalid("Invalid image URL.", path + ".url", "invalid_image_url"));
    }

    private static Optional<Rejection> invalid() {
        return Optional.of(Rejection.invalid(INVALID, null, null));
    }
}
