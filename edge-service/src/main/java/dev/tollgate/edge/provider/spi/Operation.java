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
    /// OpenAI's oldest format: one prompt, no turns. A chat can stand for it.
    COMPLETIONS("completions", "completions"),
    EMBEDDINGS("embeddings", "embeddings"),
    IMAGES("images.generations", "images"),
    IMAGE_EDITS("images.edits", "image_edits"),
    IMAGE_VARIATIONS("images.variations", "image_variations"),
    TRANSCRIPTION("audio.transcriptions", "transcription"),
    TRANSLATION("audio.translations", "translation"),
    SPEECH("audio.speech", "speech"),
    RERANK("rerank", "rerank"),
    MODERATION("moderations", "moderation"),
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
        return capabilities.contains(capability) || (isChat() && chats(capabilities));
    }

    private boolean isChat() {
        return this == COMPLETIONS || capability.equals(CHAT.capability);
    }

    private static boolean chats(List<String> capabilities) {
        return capabilities.contains(CHAT.capability)
                || Arrays.stream(values()).noneMatch(any -> capabilities.contains(any.capability));
    }
}
