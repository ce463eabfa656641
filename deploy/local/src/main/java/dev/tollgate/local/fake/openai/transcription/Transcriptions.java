package dev.tollgate.local.fake.openai.transcription;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.local.fake.Reply;
import dev.tollgate.local.fake.Script;
import dev.tollgate.local.fake.openai.FormOperation;
import dev.tollgate.local.fake.openai.JsonReply;
import dev.tollgate.local.fake.openai.Rejection;
import dev.tollgate.local.fake.openai.UploadedFile;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;

/// `POST /v1/audio/transcriptions`: models `demo-transcribe` (paid by tokens: json and text) and
/// `demo-transcribe-minutes` (paid by duration: every format, no stream). And `POST /v1/audio/translations`, which only
/// the second has.
public final class Transcriptions implements FormOperation {

    private static final String TEXT = "text/plain; charset=utf-8";
    private static final int WORDS_BEFORE_FAULT = 3;

    private final Task task;

    public Transcriptions(Task task) {
        this.task = task;
    }

    @Override
    public String path() {
        return task.path();
    }

    @Override
    public Optional<Script> script(String model) {
        return Script.named("demo-transcribe-minutes", model)
                .or(() -> task == Task.TRANSCRIBE ? Script.named("demo-transcribe", model) : Optional.empty());
    }

    @Override
    public Optional<Rejection> check(ObjectNode form, List<UploadedFile> files) {
        return TranscriptionCheck.check(task, form, file(files));
    }

    @Override
    public void perform(Call call) {
        UploadedFile file = file(call.files()).orElseThrow();
        TranscriptionRequest request = new TranscriptionRequest(task, call.form(), file);
        call.exchange().play(call.script(), reply(request, call.script()));
    }

    private static Optional<UploadedFile> file(List<UploadedFile> files) {
        return files.stream()
                .filter(part -> part.field().equals("file") && !part.name().isEmpty())
                .findFirst();
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
            case "verbose_json" -> JsonReply.whole(script, json.verbose(), json.usageToTell(), 1);
            default -> JsonReply.whole(script, json.plain(), json.usageToTell(), 1);
        };
    }

    private static Reply text(String text) {
        Buffer error = Buffer.buffer(Rejection.midway().toJson().toString());
        return new Reply.Whole(TEXT, Buffer.buffer(text), 1, error);
    }
}
