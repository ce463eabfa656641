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
import java.util.List;
import java.util.regex.Pattern;

/// Transcripts, in the recording's own language or in English. The form passes with another model's name, but for
/// the format of the answer: plain text and subtitles tell no usage, so that the provider is asked for JSON in their
/// place, and they are written here.
final class OpenAiTranscription implements OpenAiOperation {
    private static final String FORMAT = "response_format";
    private static final String INCLUDE = "include[]";

    /// These know no times: `json` is all they can answer.
    private static final Pattern JSON_ONLY = Pattern.compile("(openai/)?gpt-.*-transcribe.*");

    /// These cannot stream, and pass over it that they were asked to.
    private static final Pattern WHOLE_ONLY = Pattern.compile("(openai/)?whisper-1");

    private final JsonMapper json;
    private final Operation operation;
    private final String path;

    /// @param path below the base URL
    OpenAiTranscription(JsonMapper json, Operation operation, String path) {
        this.json = json;
        this.operation = operation;
        this.path = path;
    }

    @Override
    public Operation operation() {
        return operation;
    }

    @Override
    public Translation translate(CallBody body, Upstream upstream) {
        TranscriptionBody asked = asked(body);
        if (asked.stream() && WHOLE_ONLY.matcher(upstream.model()).matches()) {
            return new Translation.Unsupported("stream", "This model cannot stream a transcript.");
        }
        String accept = asked.stream() ? "text/event-stream" : "application/json, text/plain";
        return new Translation.Translated(new UpstreamRequest(
                upstream.baseUrl() + path,
                OpenAiHeaders.form(upstream, accept),
                OpenAiForms.of(parts(asked, upstream.model(), wanted(asked, upstream)))));
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
        for (UpstreamBody.Part part : OpenAiForms.renamed(asked.parts(), model)) {
            boolean tells = part.name().equals(FORMAT);
            told |= tells;
            parts.add(tells ? UpstreamBody.Field.text(FORMAT, format.wireName()) : part);
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
