package dev.tollgate.local.fake.openai.transcription;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.local.fake.Exchange;
import dev.tollgate.local.fake.Reply;
import dev.tollgate.local.fake.Script;
import dev.tollgate.local.fake.Stage;
import dev.tollgate.local.fake.openai.BearerKey;
import dev.tollgate.local.fake.openai.JsonReply;
import dev.tollgate.local.fake.openai.Rejection;
import dev.tollgate.local.fake.openai.Scripted;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `POST /v1/audio/transcriptions`: models `demo-transcribe` (paid by tokens: json and text) and
/// `demo-transcribe-minutes` (paid by duration: every format, no stream). The log keeps each file's name, length and
/// SHA-256, never its bytes.
public final class Transcriptions {

    public static final String PATH = "/audio/transcriptions";

    private static final String FORM = "multipart/form-data";
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final int WORDS_BEFORE_FAULT = 3;

    private final Stage stage;

    public Transcriptions(Stage stage) {
        this.stage = stage;
    }

    public static Optional<Script> script(String model) {
        return Script.named("demo-transcribe-minutes", model).or(() -> Script.named("demo-transcribe", model));
    }

    public void handle(HttpServerRequest request) {
        Exchange exchange = stage.open(request);
        Optional<Rejection> early = BearerKey.check(exchange).or(() -> contentType(request));
        if (early.isPresent()) {
            early.get().answer(exchange);
            return;
        }
        List<UploadedFile> files = new ArrayList<>();
        request.setExpectMultipart(true);
        request.uploadHandler(upload -> files.add(new UploadedFile(upload)));
        request.exceptionHandler(broken -> malformed().answer(exchange));
        request.endHandler(end -> {
            if (!exchange.isEnded()) {
                read(exchange, request.formAttributes(), files);
            }
        });
    }

    private void read(Exchange exchange, MultiMap fields, List<UploadedFile> files) {
        ObjectNode form = form(fields);
        long bytes = files.stream().mapToLong(UploadedFile::bytes).sum();
        ArrayNode described = JsonNodeFactory.instance.arrayNode();
        files.forEach(file -> described.add(file.toJson()));
        exchange.entry()
                .asked(form.path("model").asText(), form, form.toString().length());
        exchange.entry().note("files", described);
        exchange.entry().note("upload_bytes", JsonNodeFactory.instance.numberNode(bytes));
        UploadedFile file = files.stream()
                .filter(part -> part.field().equals("file") && !part.name().isEmpty())
                .findFirst()
                .orElse(null);
        Optional<Rejection> wrong = TranscriptionCheck.check(form, file);
        if (wrong.isPresent() || file == null) {
            wrong.orElse(Rejection.missing("file")).answer(exchange);
            return;
        }
        find(exchange, new TranscriptionRequest(form, file), described.toString());
    }

    private void find(Exchange exchange, TranscriptionRequest request, String prompt) {
        String model = request.form().path("model").asText();
        Optional<Script> named = script(model);
        if (named.isEmpty() && !stage.anyModel()) {
            Rejection.noSuchModel(model).answer(exchange);
            return;
        }
        Script script = named.orElse(Script.plain());
        Scripted.rejection(exchange, script, prompt)
                .ifPresentOrElse(
                        rejection -> rejection.answer(exchange), () -> exchange.play(script, reply(request, script)));
    }

    private static Reply reply(TranscriptionRequest request, Script script) {
        Transcript transcript = Transcript.of(request.file(), script.words());
        TranscriptJson json = new TranscriptJson(request, transcript, script);
        if (request.stream()) {
            return Reply.Parts.events(
                    json.frames(), WORDS_BEFORE_FAULT, Rejection.midway().frame());
        }
        return switch (request.responseFormat()) {
            case "text" -> text(transcript.text() + "\n");
            case "srt" -> text(Subtitles.srt(transcript));
            case "vtt" -> text(Subtitles.vtt(transcript));
            case "verbose_json" -> JsonReply.whole(script, json.verbose(), json.usage(), 1);
            default -> JsonReply.whole(script, json.plain(), json.usage(), 1);
        };
    }

    private static Reply text(String text) {
        Buffer error = Buffer.buffer(Rejection.midway().toJson().toString());
        return new Reply.Whole(TEXT, Buffer.buffer(text), 1, error);
    }

    private static ObjectNode form(MultiMap fields) {
        ObjectNode form = JsonNodeFactory.instance.objectNode();
        for (String name : fields.names()) {
            List<String> values = fields.getAll(name);
            if (values.size() > 1 || name.endsWith("[]")) {
                ArrayNode array = form.putArray(name);
                values.forEach(array::add);
            } else {
                form.put(name, values.getFirst());
            }
        }
        return form;
    }

    private static Optional<Rejection> contentType(HttpServerRequest request) {
        @Nullable String type = request.getHeader("content-type");
        String lower = type == null ? "" : type.toLowerCase(Locale.ROOT);
        String bare = lower.split(";", 2)[0].strip();
        if (!bare.equals(FORM)) {
            return Optional.of(Rejection.unsupportedContentType(bare, type, FORM));
        }
        return lower.contains("boundary=") ? Optional.empty() : Optional.of(malformed());
    }

    private static Rejection malformed() {
        return Rejection.invalid("Could not parse multipart form", null, null);
    }
}
