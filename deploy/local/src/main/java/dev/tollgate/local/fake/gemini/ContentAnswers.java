package dev.tollgate.local.fake.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.local.fake.Fault;
import dev.tollgate.local.fake.SchemaSample;
import dev.tollgate.local.fake.Script;
import dev.tollgate.local.fake.Tokens;
import dev.tollgate.local.fake.Words;
import dev.tollgate.local.fake.gemini.ContentAnswer.Call;
import dev.tollgate.local.fake.gemini.ContentAnswer.Counts;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// Decides the answer to a request, by the request alone: the same request always gets the same answer.
///
/// Usage: the prompt costs its text's tokens ([Tokens]), 4 for each content, 258 for each image and each document
/// and 64 for each audio; `[cached:N]` in the prompt makes N of the text's cached. Marks in the prompt play what a
/// user cannot ask for: `[blocked]`, `[safety]`, `[malformed]`.
final class ContentAnswers {

    private static final int CONTENT_TOKENS = 4;
    private static final int IMAGE_TOKENS = 258;
    private static final int AUDIO_TOKENS = 64;
    private static final int ECHO_MAX = 2_000;
    private static final Pattern CACHED = Pattern.compile("\\[cached:(\\d{1,9})]");

    private ContentAnswers() {}

    static ContentAnswer answer(ContentRequest request, Script script) {
        String prompt = request.lastText();
        if (prompt.contains("[blocked]")) {
            return said(request, "", "", 0, "", "PROHIBITED_CONTENT");
        }
        if (prompt.contains("[malformed]")) {
            return said(request, "", "", 0, "MALFORMED_FUNCTION_CALL", "");
        }
        long thoughtTokens = Math.min(request.thoughtTokens(), request.outputBound());
        String thoughts = request.showsThoughts() && thoughtTokens > 0 ? "Let me think about it." : "";
        List<Call> calls = calls(request);
        if (!calls.isEmpty()) {
            long tokens = calls.stream()
                    .mapToLong(call -> Tokens.count(call.name())
                            + Tokens.count(call.arguments().toString()))
                    .sum();
            Counts counts = counts(request, tokens, thoughtTokens);
            return new ContentAnswer(thoughts, List.of(), calls, "STOP", "", counts);
        }
        if (prompt.contains("[safety]")) {
            return said(request, thoughts, "I begin but", thoughtTokens, "SAFETY", "");
        }
        String stopped = beforeStop(text(request, script), request.stops());
        String text = Tokens.first(stopped, request.outputBound() - thoughtTokens);
        String finish = text.length() < stopped.length() ? "MAX_TOKENS" : "STOP";
        return said(request, thoughts, text, thoughtTokens, finish, "");
    }

    private static ContentAnswer said(
            ContentRequest request, String thoughts, String text, long thoughtTokens, String finish, String block) {
        Counts counts = counts(request, Tokens.count(text), thoughtTokens);
        return new ContentAnswer(thoughts, Words.split(text), List.of(), finish, block, counts);
    }

    private static String text(ContentRequest request, Script script) {
        String echo = echo(request);
        if (request.wantsJson()) {
            JsonNode schema = request.answerSchema();
            return (schema.isObject()
                            ? SchemaSample.of(lowerTypes(schema.deepCopy()), 0)
                            : SchemaSample.object("answer", echo))
                    .toString();
        }
        if (script.has(Fault.UTF8_SPLIT)) {
            return "Grüße aus Zürich: 你好，世界 🌍 — ça marche!";
        }
        return Words.padded(echo, script.words());
    }

    private static String echo(ContentRequest request) {
        List<JsonNode> responses = request.lastResponses();
        if (!responses.isEmpty()) {
            JsonNode first = responses.getFirst();
            JsonNode told = first.path("result").isTextual() ? first.path("result") : first;
            return "The tool said: " + Tokens.first(told.isTextual() ? told.asText() : told.toString(), ECHO_MAX);
        }
        long images = request.media("image/");
        String seen = images == 0 ? "" : " (and sent " + images + " image)";
        return "You said: " + Tokens.first(request.lastText(), ECHO_MAX) + seen;
    }

    /// Functions are called when the mode is ANY, or when it leaves it open and the user's last words speak of
    /// weather, of tools, of something parallel, or of a function by its name. "parallel" gets two calls.
    private static List<Call> calls(ContentRequest request) {
        List<JsonNode> functions = request.functions();
        String mode = request.callingMode();
        if (functions.isEmpty() || mode.equals("NONE")) {
            return List.of();
        }
        String text = request.lastText().toLowerCase(Locale.ROOT);
        boolean invited = request.lastResponses().isEmpty()
                && (text.contains("weather")
                        || text.contains("tool")
                        || text.contains("parallel")
                        || functions.stream().anyMatch(function -> mentions(text, function)));
        if (!mode.equals("ANY") && !invited) {
            return List.of();
        }
        JsonNode function = functions.stream()
                .filter(candidate -> mentions(text, candidate))
                .findFirst()
                .orElse(functions.getFirst());
        int count = text.contains("parallel") ? 2 : 1;
        return IntStream.range(0, count).mapToObj(i -> call(function, i)).toList();
    }

    private static boolean mentions(String text, JsonNode function) {
        return text.contains(function.path("name").asText().toLowerCase(Locale.ROOT));
    }

    private static Call call(JsonNode function, int variant) {
        JsonNode schema = function.has("parametersJsonSchema")
                ? function.path("parametersJsonSchema")
                : function.path("parameters");
        return new Call(function.path("name").asText(), SchemaSample.of(lowerTypes(schema.deepCopy()), variant));
    }

    /// The API's own schemas say `STRING` where JSON Schema says `string`.
    private static JsonNode lowerTypes(JsonNode schema) {
        if (schema instanceof ObjectNode object && object.path("type").isTextual()) {
            object.put("type", object.path("type").asText().toLowerCase(Locale.ROOT));
        }
        schema.forEach(ContentAnswers::lowerTypes);
        return schema;
    }

    private static String beforeStop(String text, List<String> stops) {
        int end = stops.stream()
                .mapToInt(text::indexOf)
                .filter(at -> at >= 0)
                .min()
                .orElse(text.length());
        return text.substring(0, end);
    }

    private static Counts counts(ContentRequest request, long textTokens, long thoughtTokens) {
        String promptText = request.promptText();
        long text = Tokens.count(promptText)
                + (long) CONTENT_TOKENS * request.contents().size();
        Matcher marker = CACHED.matcher(promptText);
        long cached = marker.find() ? Math.min(Long.parseLong(marker.group(1)), text) : 0;
        return new Counts(
                text,
                IMAGE_TOKENS * request.media("image/"),
                AUDIO_TOKENS * request.media("audio/"),
                IMAGE_TOKENS * request.media("application/pdf"),
                cached,
                textTokens * request.choices(),
                thoughtTokens * request.choices());
    }
}
