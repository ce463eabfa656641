package dev.tollgate.contract.routing.v1;

import java.util.Arrays;
import java.util.stream.Collectors;

/// The dialects that a provider may speak: what the catalogue file takes, what the Console offers, and what the edge
/// has an adapter for. A new one is a line here.
public enum ProviderKind {
    OPENAI("openai", "OpenAI"),
    AZURE("azure", "Azure OpenAI"),
    ANTHROPIC("anthropic", "Anthropic"),
    GEMINI("gemini", "Gemini"),
    BEDROCK("bedrock", "Amazon Bedrock"),
    VERTEX("vertex", "Vertex AI"),
    MISTRAL("mistral", "Mistral"),
    DEEPSEEK("deepseek", "DeepSeek"),
    MOONSHOT("moonshot", "Moonshot"),
    COHERE("cohere", "Cohere"),
    ELEVENLABS("elevenlabs", "ElevenLabs"),
    JINA("jina", "Jina");

    private final String wireName;
    private final String label;

    ProviderKind(String wireName, String label) {
        this.wireName = wireName;
        this.label = label;
    }

    /// As the catalogue names it: `kind: openai`.
    public String wireName() {
        return wireName;
    }

    /// As its vendor writes it.
    public String label() {
        return label;
    }

    /// The wire names of all, in a sentence or a pattern.
    public static String all(String separator) {
        return Arrays.stream(values()).map(ProviderKind::wireName).collect(Collectors.joining(separator));
    }
}
