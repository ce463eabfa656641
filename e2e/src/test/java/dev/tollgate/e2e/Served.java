package dev.tollgate.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An operation other than chat completions, in a dialect that serves it, paid in one of the ways that it can be paid
/// in.
enum Served {
    RESPONSES("responses", "demo", "demo", "input: 1, output: 4", null),
    RESPONSES_STREAMED("responses", "demo", "demo", "input: 1, output: 4", "response.output_text.delta"),
    /// As a chat.
    RESPONSES_TRANSLATED("chat", "demo", "demo", "input: 1, output: 4", null),
    RESPONSES_TRANSLATED_STREAMED("chat", "demo", "demo", "input: 1, output: 4", "response.output_text.delta"),
    RESPONSES_AZURE("responses", "azure", "demo", "input: 1, output: 4", null),
    MESSAGES("chat", "anthropic", "demo", "input: 1, output: 4", null),
    MESSAGES_STREAMED("chat", "anthropic", "demo", "input: 1, output: 4", "text_delta"),
    /// As a chat.
    MESSAGES_TRANSLATED("chat", "demo", "demo", "input: 1, output: 4", null),
    MESSAGES_TRANSLATED_STREAMED("chat", "demo", "demo", "input: 1, output: 4", "text_delta"),
    MESSAGES_BEDROCK("chat", "bedrock", "demo", "input: 1, output: 4", null),
    MESSAGES_BEDROCK_STREAMED("chat", "bedrock", "demo", "input: 1, output: 4", "text_delta"),
    MESSAGES_VERTEX_STREAMED("chat", "vertex", "demo", "input: 1, output: 4", "text_delta"),
    EMBEDDINGS_OPENAI("embeddings", "demo", "demo-embedding", "input: 0.1", null),
    EMBEDDINGS_AZURE("embeddings", "azure", "demo-embedding", "input: 0.1", null),
    EMBEDDINGS_GEMINI("embeddings", "gemini", "demo-embedding", "input: 0.1", null),
    EMBEDDINGS_BEDROCK("embeddings", "bedrock", "demo-embedding", "input: 0.1", null),
    EMBEDDINGS_MISTRAL("embeddings", "mistral", "demo-embedding", "input: 0.1", null),
    EMBEDDINGS_VERTEX("embeddings", "vertex", "demo-embedding", "input: 0.1", null),
    EMBEDDINGS_COHERE("embeddings", "cohere", "demo-embedding", "input: 0.1", null),
    EMBEDDINGS_JINA("embeddings", "jina", "demo-embedding", "input: 0.1", null),
    COMPLETIONS("completions", "demo", "demo-completion", "input: 1, output: 4", null),
    COMPLETIONS_AZURE("completions", "azure", "demo-completion", "input: 1, output: 4", null),
    MODERATION_MISTRAL("moderation", "mistral", "demo-moderation", "free: true", null),
    MODERATION("moderation", "demo", "demo-moderation", "free: true", null),
    RERANK_OPENAI("rerank", "demo", "demo-rerank", "search: 0.001", null),
    RERANK_COHERE("rerank", "cohere", "demo-rerank", "search: 0.001", null),
    RERANK_JINA("rerank", "jina", "demo-rerank", "input: 0.1", null),
    IMAGES("images", "demo", "demo-image", "image: 0.01", null),
    IMAGES_STREAMED("images", "demo", "demo-image-tokens", "input: 1, image_output: 8", "partial_image_index"),
    IMAGE_EDITS("image_edits", "demo", "demo-image-tokens", "input: 1, image_input: 2, image_output: 8", null),
    IMAGE_EDITS_STREAMED(
            "image_edits",
            "demo",
            "demo-image-tokens",
            "input: 1, image_input: 2, image_output: 8",
            "partial_image_index"),
    IMAGE_EDITS_AZURE("image_edits", "azure", "demo-image-tokens", "input: 1, image_input: 2, image_output: 8", null),
    IMAGE_VARIATIONS("image_variations", "demo", "demo-image", "image: 0.01", null),
    SPEECH("speech", "demo", "demo-speech", "thousand_characters: 0.01", ""),
    SPEECH_AZURE("speech", "azure", "demo-speech", "thousand_characters: 0.01", ""),
    SPEECH_ELEVENLABS("speech", "elevenlabs", "demo-speech", "thousand_characters: 0.01", ""),
    SPEECH_STREAMED("speech", "demo", "demo-speech", "input: 1, audio_output: 8", "speech.audio.delta"),
    TRANSCRIPTION("transcription", "demo", "demo-transcribe", "input: 1, audio_input: 2, output: 4", null),
    TRANSCRIPTION_AZURE("transcription", "azure", "demo-transcribe", "input: 1, audio_input: 2, output: 4", null),
    TRANSCRIPTION_BY_THE_MINUTE("transcription", "demo", "demo-transcribe-minutes", "audio_minute: 0.06", null),
    TRANSLATION("translation", "demo", "demo-transcribe-minutes", "audio_minute: 0.06", null),
    TRANSLATION_AZURE("translation", "azure", "demo-transcribe-minutes", "audio_minute: 0.06", null),
    TRANSCRIPTION_STREAMED(
            "transcription", "demo", "demo-transcribe", "input: 1, audio_input: 2, output: 4", "transcript.text.delta");

    /// Of the recording that is sent.
    static final int SECONDS = 3;

    private static final Set<String> OWN_WORDS = Set.of("cohere", "jina", "mistral");
    private static final String BOUNDARY = "b0undary";
    private static final Set<String> FORMS = Set.of("transcription", "translation", "image_edits", "image_variations");
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

    final String capability;
    final String provider;
    final String upstream;
    final String prices;

    /// What stands in an answer's first part; null where an answer comes at once or not at all.
    final @Nullable String firstPart;

    Served(String capability, String provider, String upstream, String prices, @Nullable String firstPart) {
        this.capability = capability;
        this.provider = provider;
        this.upstream = upstream;
        this.prices = prices;
        this.firstPart = firstPart;
    }

    /// @param behaviour of [OperationModels]
    String model(String behaviour) {
        return name().toLowerCase(Locale.ROOT).replace('_', '-') + "/" + behaviour;
    }

    /// A provider's words for a request that is too long are known in the dialects that have some.
    String tooLong() {
        return OWN_WORDS.contains(provider) ? "upstream_rejected" : "context_length_exceeded";
    }

    /// Whether it is asked and answered in Anthropic's format.
    boolean isMessage() {
        return name().startsWith("MESSAGES");
    }

    String path() {
        if (isMessage()) {
            return "/v1/messages";
        }
        return switch (capability) {
            case "chat", "responses" -> "/v1/responses";
            case "embeddings" -> "/v1/embeddings";
            case "rerank" -> "/v1/rerank";
            case "completions" -> "/v1/completions";
            case "moderation" -> "/v1/moderations";
            case "images" -> "/v1/images/generations";
            case "image_edits" -> "/v1/images/edits";
            case "image_variations" -> "/v1/images/variations";
            case "translation" -> "/v1/audio/translations";
            case "speech" -> "/v1/audio/speech";
            case "transcription" -> "/v1/audio/transcriptions";
            default -> throw new IllegalStateException(capability);
        };
    }

    /// What the catalogue says of its model.
    String capabilities() {
        return capability.equals("responses") ? "chat, responses" : capability;
    }

    /// What its last frame is; events of responses need none behind them.
    String closing() {
        if (isMessage()) {
            return "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n";
        }
        return endpoint().equals("responses") ? "}\n\n" : "data: [DONE]\n\n";
    }

    String endpoint() {
        return switch (capability) {
            case "moderation" -> "moderations";
            case "chat" -> isMessage() ? "messages" : "responses";
            case "images" -> "images.generations";
            case "image_edits" -> "images.edits";
            case "image_variations" -> "images.variations";
            case "translation" -> "audio.translations";
            case "speech" -> "audio.speech";
            case "transcription" -> "audio.transcriptions";
            default -> capability;
        };
    }

    boolean isStreamed() {
        return name().endsWith("_STREAMED");
    }

    /// Whether its answer is nothing but bytes of sound.
    boolean isSound() {
        return capability.equals("speech") && !isStreamed();
    }

    /// @param text to be embedded, ranked, drawn or said, or the recording's name
    HttpRequest.Builder request(URI edge, String secret, String behaviour, String text) {
        return HttpRequest.newBuilder(edge.resolve(path()))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", "Bearer " + secret)
                .header("Content-Type", contentType())
                .POST(BodyPublishers.ofByteArray(body(model(behaviour), text)));
    }

    String contentType() {
        return FORMS.contains(capability) ? "multipart/form-data; boundary=" + BOUNDARY : "application/json";
    }

    byte[] body(String model, String text) {
        ObjectNode json = Suite.JSON.createObjectNode().put("model", model);
        switch (capability) {
            case "chat", "responses" -> {
                json.put("stream", isStreamed());
                if (isMessage()) {
                    ObjectNode turn =
                            json.put("max_tokens", 512).putArray("messages").addObject();
                    turn.put("role", "user").put("content", text);
                } else {
                    json.put("input", text);
                }
            }
            case "embeddings" -> input(json, text);
            case "completions" ->
                json.put("prompt", text).put("max_tokens", 40).put("n", 2).put("best_of", 3);
            case "moderation" -> json.put("input", text);
            case "rerank" ->
                json.put("query", "green tea").putArray("documents").add(text).add("tea");
            case "images" -> {
                json.put("prompt", text).put("size", "1024x1024");
                if (isStreamed()) {
                    json.put("quality", "low").put("stream", true).put("partial_images", 3);
                } else {
                    json.put("n", 2);
                }
            }
            case "speech" -> {
                json.put("input", text).put("voice", "alloy").put("response_format", "pcm");
                if (isStreamed()) {
                    json.put("stream_format", "sse");
                }
            }
            default -> {
                return form(model, text);
            }
        }
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    /// Titan takes one input at a time.
    private void input(ObjectNode json, String text) {
        if (provider.equals("bedrock")) {
            json.put("input", text);
        } else {
            json.putArray("input").add(text).add("x");
        }
    }

    private byte[] form(String model, String name) {
        ByteArrayOutputStream form = new ByteArrayOutputStream();
        form.writeBytes(part("model\"", model));
        if (isStreamed()) {
            form.writeBytes(part("stream\"", "true"));
        }
        if (capability.startsWith("image_")) {
            picture(form, name);
        } else {
            form.writeBytes(part("file\"; filename=\"" + name + ".wav\"\r\nContent-Type: audio/wav", ""));
            form.writeBytes(Wav.silence(SECONDS));
        }
        form.writeBytes(("\r\n--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.US_ASCII));
        return form.toByteArray();
    }

    private void picture(ByteArrayOutputStream form, String name) {
        if (capability.equals("image_edits")) {
            form.writeBytes(part("prompt\"", name));
            form.writeBytes(part("size\"", "1024x1024"));
            form.writeBytes(part("quality\"", "low"));
            if (isStreamed()) {
                form.writeBytes(part("partial_images\"", "3"));
            }
        } else {
            form.writeBytes(part("n\"", "2"));
        }
        form.writeBytes(part("image\"; filename=\"" + name + ".png\"\r\nContent-Type: image/png", ""));
        form.writeBytes(PNG);
    }

    private byte[] part(String name, String value) {
        String end = value.isEmpty() ? "" : value + "\r\n";
        return ("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name + "\r\n\r\n" + end)
                .getBytes(StandardCharsets.UTF_8);
    }

    /// What an answer costs, in nano-credits, by what it tells of itself.
    ///
    /// @param text that was asked for
    /// @param answer the answer, or its last event; missing for sound
    long price(String text, JsonNode answer) {
        JsonNode usage = answer.has("response") ? answer.at("/response/usage") : answer.path("usage");
        return switch (this) {
            case RESPONSES,
                    RESPONSES_AZURE,
                    RESPONSES_STREAMED,
                    RESPONSES_TRANSLATED,
                    RESPONSES_TRANSLATED_STREAMED,
                    MESSAGES,
                    MESSAGES_STREAMED,
                    MESSAGES_TRANSLATED,
                    MESSAGES_TRANSLATED_STREAMED,
                    MESSAGES_BEDROCK,
                    MESSAGES_BEDROCK_STREAMED,
                    MESSAGES_VERTEX_STREAMED ->
                told(usage, "input_tokens") * 1_000 + told(usage, "output_tokens") * 4_000;
            case EMBEDDINGS_OPENAI,
                    EMBEDDINGS_AZURE,
                    EMBEDDINGS_GEMINI,
                    EMBEDDINGS_BEDROCK,
                    EMBEDDINGS_VERTEX,
                    EMBEDDINGS_MISTRAL,
                    EMBEDDINGS_COHERE,
                    EMBEDDINGS_JINA,
                    RERANK_JINA -> told(usage, "total_tokens") * 100;
            case RERANK_OPENAI, RERANK_COHERE -> 1_000_000;
            case COMPLETIONS, COMPLETIONS_AZURE ->
                told(usage, "prompt_tokens") * 1_000 + told(usage, "completion_tokens") * 4_000;
            case MODERATION, MODERATION_MISTRAL -> 0;
            case IMAGES, IMAGE_VARIATIONS -> 2 * 10_000_000;
            case IMAGE_EDITS, IMAGE_EDITS_AZURE, IMAGE_EDITS_STREAMED ->
                told(usage.path("input_tokens_details"), "text_tokens") * 1_000
                        + told(usage.path("input_tokens_details"), "image_tokens") * 2_000
                        + told(usage, "output_tokens") * 8_000;
            case IMAGES_STREAMED, SPEECH_STREAMED ->
                told(usage, "input_tokens") * 1_000 + told(usage, "output_tokens") * 8_000;
            case SPEECH, SPEECH_AZURE, SPEECH_ELEVENLABS -> text.codePointCount(0, text.length()) * 10_000L;
            case TRANSCRIPTION, TRANSCRIPTION_AZURE, TRANSCRIPTION_STREAMED ->
                usage.at("/input_token_details/text_tokens").longValue() * 1_000
                        + told(usage.path("input_token_details"), "audio_tokens") * 2_000
                        + told(usage, "output_tokens") * 4_000;
            case TRANSCRIPTION_BY_THE_MINUTE, TRANSLATION, TRANSLATION_AZURE -> SECONDS * 1_000_000L;
        };
    }

    private static long told(JsonNode usage, String field) {
        if (usage.path(field).longValue() <= 0) {
            throw new AssertionError("no " + field + " in " + usage);
        }
        return usage.get(field).longValue();
    }
}
