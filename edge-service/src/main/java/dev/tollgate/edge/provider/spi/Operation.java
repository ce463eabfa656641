package dev.tollgate.edge.provider.spi;

import java.util.Arrays;
import java.util.List;

/// What a model can be asked to do. The public endpoints are one for each.
public enum Operation {
    CHAT("chat.completions", "chat"),
    /// Anthropic's format of a chat.
    MESSAGES("messages", "chat"),
    /// OpenAI's newer format of a chat.
    RESPONSES("responses", "chat"),
    /// OpenAI's oldest format: one prompt, no turns.
    COMPLETIONS("completions", "chat"),
    EMBEDDINGS("embeddings", "embeddings"),
    IMAGES("images.generations", "images"),
    TRANSCRIPTION("audio.transcriptions", "transcription"),
    SPEECH("audio.speech", "speech"),
    RERANK("rerank", "rerank"),
    REALTIME("realtime", "realtime");

    private final String label;
    private final String capability;

    Operation(String label, String capability) {
        this.label = label;
        this.capability = capability;
    }

    /// As usage records, logs and receipts name it.
    public String label() {
        return label;
    }

    /// As the catalogue's models name it.
    public String capability() {
        return capability;
    }

    /// Whether a model of these capabilities does it. One that names no operation at all is taken for a chat model.
    public boolean isServedBy(List<String> capabilities) {
        return capabilities.contains(capability)
                || (capability.equals(CHAT.capability)
                        && Arrays.stream(values()).noneMatch(any -> capabilities.contains(any.capability)));
    }
}
