package dev.tollgate.local.fake.openai.embeddings;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.local.fake.openai.FieldRule;
import dev.tollgate.local.fake.openai.Nested;
import dev.tollgate.local.fake.openai.Rejection;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Refuses inputs that OpenAI refuses: empty ones, mixed ones, too many, too long.
final class InputRule implements FieldRule {

    private static final int ITEMS_MAX = 2_048;
    private static final long TOKENS_MAX = 8_192;
    private static final long TOKENS_SUM_MAX = 300_000;
    private static final int VOCABULARY = 200_019;
    private static final String INVALID =
            "'$.input' is invalid. Please check the API reference: https://platform.openai.com/docs/api-reference.";

    @Override
    public Optional<Rejection> check(JsonNode body) {
        JsonNode input = body.path("input");
        if (input.isMissingNode() || input.isNull()) {
            return Optional.of(Rejection.missing("input"));
        }
        return shape(input).or(() -> size(EmbeddingInput.of(input)));
    }

    private static Optional<Rejection> shape(JsonNode input) {
        if (input.isTextual()) {
            return input.textValue().isEmpty() ? invalid() : Optional.empty();
        }
        if (!input.isArray()) {
            return invalid();
        }
        if (input.isEmpty()) {
            return Optional.of(Rejection.emptyArray("input"));
        }
        if (input.size() > ITEMS_MAX) {
            return Optional.of(Nested.tooLong("input", ITEMS_MAX, input.size()));
        }
        JsonNode first = input.get(0);
        boolean same = Nested.elements(input).allMatch(item -> item.getNodeType() == first.getNodeType());
        if (!same) {
            return invalid();
        }
        if (first.isTextual()) {
            return IntStream.range(0, input.size())
                    .filter(i -> input.get(i).textValue().isEmpty())
                    .mapToObj(InputRule::emptyItem)
                    .findFirst();
        }
        boolean numbers = first.isArray() ? Nested.elements(input).allMatch(InputRule::areTokens) : areTokens(input);
        return numbers ? Optional.empty() : invalid();
    }

    private static boolean areTokens(JsonNode items) {
        return !items.isEmpty()
                && Nested.elements(items)
                        .allMatch(item -> item.isInt() && item.intValue() >= 0 && item.intValue() < VOCABULARY);
    }

    private static Optional<Rejection> size(List<EmbeddingInput> inputs) {
        long sum = 0;
        for (EmbeddingInput input : inputs) {
            if (input.tokens() > TOKENS_MAX) {
                return Optional.of(tooLong(input.tokens()));
            }
            sum += input.tokens();
        }
        String message = "Requested " + sum + " tokens, max " + TOKENS_SUM_MAX + " tokens per request";
        return sum <= TOKENS_SUM_MAX
                ? Optional.empty()
                : Optional.of(new Rejection(400, message, "max_tokens_per_request", null, "max_tokens_per_request"));
    }

    private static Rejection tooLong(long tokens) {
        String message = "This model's maximum context length is " + TOKENS_MAX + " tokens, however you requested "
                + tokens + " tokens (" + tokens + " in your prompt; 0 for the completion). Please reduce your prompt; "
                + "or completion length.";
        return Rejection.invalid(message, null, null);
    }

    private static Rejection emptyItem(int index) {
        String param = "input[" + index + "]";
        return Rejection.invalid("Invalid '" + param + "': input cannot be an empty string.", param, "invalid_value");
    }

    private static Optional<Rejection> invalid() {
        return Optional.of(Rejection.invalid(INVALID, null, null));
    }
}
