package dev.tollgate.edge.provider.openai;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tollgate.edge.provider.spi.AnswerReader;
import dev.tollgate.edge.provider.spi.CallBody;
import dev.tollgate.edge.provider.spi.Operation;
import dev.tollgate.edge.provider.spi.TranscriptionBody;
import dev.tollgate.edge.provider.spi.TranscriptionBody.Format;
import dev.tollgate.edge.provider.spi.Translation;
import dev.tollgate.edge.provider.spi.Upstream;
import dev.tollgate.edge.provider.spi.UpstreamBody;
import dev.tollgate.edge.provider.spi.UpstreamRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

/// Transcripts. The form passes with another model's name, but for the format of the answer: plain text and
/// subtitles tell no usage, so that the provider is asked for JSON in their place, and they are written here.
final class OpenAiTranscription implements OpenAiOperation {
    private static final String FORMAT = "response_format";
    private static final String INCLUDE = "include[]";

    /// These know no times: `json` is all they can answer.
    private static final Pattern JSON_ONLY = Pattern.compile("(openai/)?gpt-.*-transcribe.*");

    /// These cannot stream, and pass over it that they were asked to.
    private static final Pattern WHOLE_ONLY = Pattern.compile("(openai/)?whisper-1");

    private final JsonMapper json;

    OpenAiTranscription(JsonMapper json) {
        this.json = json;
    }

    @Override
    public Operation operation() {
        return Operation.TRANSCRIPTION;
    }

    @Override
    public Translation translate(CallBody body, Upstream upstream) {
        TranscriptionBody asked = asked(body);
        if (asked.stream() && WHOLE_ONLY.matcher(upstream.model()).matches()) {
            return new Translation.Unsupported("stream", "This model cannot stream a transcript.");
        }
        Map<String, String> headers = HashMap.newHashMap(3);
        headers.put("Accept", asked.stream() ? "text/event-stream" : "application/json, text/plain");
        headers.put("Accept-Encoding", "identity");
        if (upstream.secret() != null) {
            headers.put("Authorization", "Bearer " + upstream.secret());
        }
        return new Translation.Translated(new UpstreamRequest(
                upstream.baseUrl() + "/audio/transcriptions",
                headers,
                new UpstreamBody.Form(
                        "tollgate-" + UUID.randomUUID(), parts(asked, upstream.model(), wanted(asked, upstream)))));
    }

    @Override
    public AnswerReader reader(CallBody body) {
        return new TranscriptionReader(json, asked(body).format());
    }

    /// What the provider is asked for.
    private static Format wanted(TranscriptionBody asked, Upstream upstream) {
        Format format = asked.format();
        boolean jsonOnly = JSON_ONLY.matcher(upstream.model()).matches();
        if (asked.stream()) {
            return format == Format.TEXT ? Format.JSON : format;
        }
        return switch (format) {
            // What is to be included stands in plain JSON only.
            case JSON -> asked.byDuration() && !jsonOnly && !includes(asked) ? Format.VERBOSE_JSON : format;
            case TEXT -> asked.byDuration() && !jsonOnly ? Format.VERBOSE_JSON : Format.JSON;
            case SRT, VTT -> Format.VERBOSE_JSON;
            case VERBOSE_JSON, DIARIZED_JSON -> format;
        };
    }

    private static boolean includes(TranscriptionBody asked) {
        return asked.parts().stream().anyMatch(part -> part.name().equals(INCLUDE));
    }

    private static List<UpstreamBody.Part> parts(TranscriptionBody asked, String model, Format format) {
        List<UpstreamBody.Part> parts = new ArrayList<>(asked.parts().size() + 1);
        boolean told = false;
        for (UpstreamBody.Part part : asked.parts()) {
            switch (part.name()) {
                case "model" -> parts.add(UpstreamBody.Field.text("model", model));
                case FORMAT -> {
                    told = true;
                    parts.add(UpstreamBody.Field.text(FORMAT, format.wireName()));
                }
                default -> parts.add(part);
            }
        }
        if (!told && format != Format.JSON) {
            parts.add(UpstreamBody.Field.text(FORMAT, format.wireName()));
        }
        return parts;
    }

    private static TranscriptionBody asked(CallBody body) {
        if (body instanceof TranscriptionBody transcription) {
            return transcription;
        }
        throw OpenAiOperation.notSpoken(body);
    }
}
