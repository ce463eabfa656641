package dev.tollgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// What Anthropic publishes of its answers, from `e2e/schema/anthropic.json`: which fields must be there,
/// and of what type.
enum AnthropicSchema {
    ERROR,
    MESSAGE,
    MESSAGE_EVENT,
    MESSAGE_TOKENS,
    MODEL,
    MODELS;

    private static final SchemaBundle BUNDLE = SchemaBundle.read(
            "anthropic.json",
            Arrays.stream(values()).map(AnthropicSchema::definition).toList());

    /// Where the value breaks the schema and how; empty when it does not.
    List<String> violations(JsonNode value) {
        return BUNDLE.violations(definition(), value);
    }

    void assertValid(JsonNode value) {
        assertThat(violations(value)).as("%s: %s", this, value).isEmpty();
    }

    private String definition() {
        return name().toLowerCase(Locale.ROOT).replace('_', '.');
    }
}
