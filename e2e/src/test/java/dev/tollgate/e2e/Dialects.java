package dev.tollgate.e2e;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// One model of the default catalogue for each dialect that a provider of chat speaks.
final class Dialects {
    private static final Map<String, String> MODELS = new TreeMap<>(Map.of(
            "openai", "gpt-4o-mini",
            "azure", "gpt-4.1-mini",
            "anthropic", "claude-3-5-sonnet",
            "gemini", "gemini-2.0-flash",
            "bedrock", "amazon.nova-lite-v1:0",
            "vertex", "gemini-2.5-flash",
            "mistral", "mistral-large",
            "deepseek", "deepseek-chat",
            "moonshot", "kimi-k2.5"));

    private Dialects() {}

    static Map<String, String> models() {
        return MODELS;
    }

    /// As the SDKs' tests read it: `anthropic=claude-3-5-sonnet deepseek=…`.
    static String asVariable() {
        return MODELS.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(" "));
    }
}
