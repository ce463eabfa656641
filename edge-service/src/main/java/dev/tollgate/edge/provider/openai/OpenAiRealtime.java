package dev.tollgate.edge.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.edge.provider.spi.RealtimeDialect;
import dev.tollgate.edge.provider.spi.RealtimeEvent;
import dev.tollgate.edge.provider.spi.Upstream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Realtime sessions of OpenAI, in today's words and in those of the beta.
final class OpenAiRealtime implements RealtimeDialect {
    private static final RealtimeEvent OTHER = new RealtimeEvent.Other();
    /// One token of spoken output is 50 ms; pcm16 at 24 kHz has 48 bytes in each, and base64 four characters for
    /// three bytes.
    private static final long BASE64_OF_A_TOKEN = 50 * 48 * 4 / 3;

    @Override
    public Handshake handshake(Upstream upstream, boolean beta) {
        Map<String, String> headers = HashMap.newHashMap(2);
        if (upstream.secret() != null) {
            headers.put("Authorization", "Bearer " + upstream.secret());
        }
        if (beta) {
            headers.put("OpenAI-Beta", "realtime=v1");
        }
        String base = upstream.baseUrl();
        String url = (base.startsWith("http") ? "ws" + base.substring("http".length()) : base) + "/realtime?model="
                + URLEncoder.encode(upstream.model(), StandardCharsets.UTF_8);
        return new Handshake(url, headers, List.of());
    }

    @Override
    public RealtimeEvent read(ObjectNode event) {
        return switch (event.path("type").asText()) {
            case "session.created", "session.updated" -> new RealtimeEvent.Terms(outputBound(event.path("session")));
            case "response.created" ->
                new RealtimeEvent.ResponseStarted(
                        event.path("response").path("id").asText());
            case "response.output_text.delta",
                    "response.text.delta",
                    "response.output_audio_transcript.delta",
                    "response.audio_transcript.delta",
                    "response.function_call_arguments.delta" ->
                new RealtimeEvent.Delivered(
                        event.path("response_id").asText(), event.path("delta").asText(), 0);
            case "response.output_audio.delta", "response.audio.delta" ->
                new RealtimeEvent.Delivered(event.path("response_id").asText(), "", audioTokens(event.path("delta")));
            case "response.done" -> done(event.path("response"));
            case "conversation.item.input_audio_transcription.completed" ->
                new RealtimeEvent.Transcribed(id(event), OpenAiRealtimeUsage.ofTranscription(event.path("usage")));
            case "error" -> new RealtimeEvent.Refused(text(event.path("error").path("event_id")));
            default -> OTHER;
        };
    }

    private static long audioTokens(JsonNode delta) {
        return Math.ceilDiv(delta.asText().length(), BASE64_OF_A_TOKEN);
    }

    private static RealtimeEvent done(JsonNode response) {
        JsonNode usage = response.path("usage");
        Quantities told = usage.isObject() ? OpenAiRealtimeUsage.ofResponse(usage) : Quantities.NONE;
        return new RealtimeEvent.ResponseDone(
                response.path("id").asText(),
                response.path("status").asText().equals("failed"),
                told.isEmpty() ? null : told);
    }

    /// Beside its own id, a transcription is known by what it is of.
    private static String id(ObjectNode event) {
        String own = text(event.path("event_id"));
        return own == null
                ? event.path("item_id").asText() + "/"
                        + event.path("content_index").asText()
                : own;
    }

    private static @Nullable Long outputBound(JsonNode session) {
        JsonNode now = session.path("max_output_tokens");
        JsonNode bound = now.isMissingNode() ? session.path("max_response_output_tokens") : now;
        return bound.isIntegralNumber() ? (Long) Math.max(1, bound.asLong()) : null;
    }

    private static @Nullable String text(JsonNode node) {
        return node.isTextual() ? node.asText() : null;
    }
}
