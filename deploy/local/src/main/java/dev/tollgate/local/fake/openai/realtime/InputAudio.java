package dev.tollgate.local.fake.openai.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.local.fake.Tokens;
import dev.tollgate.local.fake.openai.Rejection;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/// The sound that a client has sent and not committed yet: counted, not kept.
final class InputAudio {

    private static final int APPEND_MAX_BYTES = 15 << 20;
    private static final int SHORTEST_MILLIS = 100;
    private static final int MILLIS_PER_TOKEN = 100;

    private final Outbox outbox;
    private final Conversation conversation;
    private final SessionSettings settings;
    private long bytes;

    InputAudio(Outbox outbox, Conversation conversation, SessionSettings settings) {
        this.outbox = outbox;
        this.conversation = conversation;
        this.settings = settings;
    }

    /// Nothing is answered to sound that is right.
    Optional<Rejection> append(JsonNode event) {
        String audio = event.get("audio").textValue();
        if (!isBase64(audio)) {
            return Optional.of(notBase64("audio"));
        }
        int length = Base64.getDecoder().decode(audio).length;
        if (length > APPEND_MAX_BYTES) {
            String message = "Audio is too large: at most 15 MiB can be appended at once.";
            return Optional.of(Rejection.invalid(message, "audio", "input_audio_buffer_append_too_large"));
        }
        bytes += length;
        outbox.exchange().entry().note("audio_bytes", JsonNodeFactory.instance.numberNode(bytes));
        return Optional.empty();
    }

    Optional<Rejection> clear() {
        bytes = 0;
        outbox.send(outbox.event("input_audio_buffer.cleared"));
        return Optional.empty();
    }

    Optional<Rejection> commit() {
        long millis = bytes / Item.BYTES_PER_MILLI;
        if (millis < SHORTEST_MILLIS) {
            String message = String.format(
                    Locale.ROOT,
                    "Error committing input audio buffer: buffer too small. Expected at least 100ms of audio, but "
                            + "buffer only has %d.00ms of audio.",
                    millis);
            return Optional.of(Rejection.invalid(message, null, "input_audio_buffer_commit_empty"));
        }
        bytes = 0;
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("id", conversation.newId())
                .put("object", "realtime.item")
                .put("type", "message")
                .put("status", "completed")
                .put("role", "user");
        json.putArray("content").addObject().put("type", "input_audio").putNull("transcript");
        Item item = new Item(json, millis);
        outbox.send(outbox.event("input_audio_buffer.committed")
                .put("previous_item_id", conversation.lastId())
                .put("item_id", item.id()));
        int at = conversation.append(item);
        conversation.tell("conversation.item.added", at, item);
        conversation.tell("conversation.item.done", at, item);
        if (settings.transcription().isObject()) {
            transcribe(item);
        }
        return Optional.empty();
    }

    private void transcribe(Item item) {
        String type = "conversation.item.input_audio_transcription.";
        String text = "Sound of " + item.audioMillis() + " milliseconds.";
        outbox.send(outbox.event(type + "delta")
                .put("item_id", item.id())
                .put("content_index", 0)
                .put("delta", text));
        ObjectNode completed = outbox.event(type + "completed")
                .put("item_id", item.id())
                .put("content_index", 0)
                .put("transcript", text);
        completed.set("usage", usage(item.audioMillis(), text));
        outbox.send(completed);
    }

    /// As a transcription model is paid: whisper by the second, the others by tokens.
    private ObjectNode usage(long millis, String text) {
        ObjectNode usage = JsonNodeFactory.instance.objectNode();
        if (settings.transcription().path("model").asText().startsWith("whisper")) {
            return usage.put("type", "duration").put("seconds", Math.ceilDiv(millis, 1_000L));
        }
        long input = Math.ceilDiv(millis, MILLIS_PER_TOKEN);
        long output = Tokens.count(text);
        usage.put("type", "tokens").put("total_tokens", input + output).put("input_tokens", input);
        usage.putObject("input_token_details").put("text_tokens", 0).put("audio_tokens", input);
        return usage.put("output_tokens", output);
    }

    static boolean isBase64(String text) {
        try {
            Base64.getDecoder().decode(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    static Rejection notBase64(String param) {
        String message = "Invalid '" + param
                + "'. Expected base64-encoded audio bytes (mono PCM16 at 24kHz) but got an " + "invalid value.";
        return Rejection.invalid(message, param, "invalid_value");
    }
}
