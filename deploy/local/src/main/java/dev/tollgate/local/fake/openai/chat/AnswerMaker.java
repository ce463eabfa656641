package dev.tollgate.local.fake.openai.chat;

import dev.tollgate.local.fake.Fault;
import dev.tollgate.local.fake.SchemaSample;
import dev.tollgate.local.fake.Script;
import dev.tollgate.local.fake.Tokens;
import dev.tollgate.local.fake.Words;
import dev.tollgate.local.fake.openai.chat.Answer.TokenUsage;
import dev.tollgate.local.fake.openai.chat.Answer.ToolCall;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Decides the answer to a request, by the request alone: the same request always gets the same answer.
///
/// The prompt costs its text's tokens ([Tokens]), 4 for each message, 3 for the reply, 85 for each image, 100 for each
/// file and one for 16 bytes of it, one for 1,600 bytes of sound; `[cached:N]` in it makes N of them cached. The
/// completion costs its text's (or arguments') tokens for each choice, on `demo-reasoning` the hidden ones of the asked
/// effort, and 4 more for each word that is spoken.
public final class AnswerMaker {

    private static final int MESSAGE_TOKENS = 4;
    private static final int REPLY_TOKENS = 3;
    private static final int IMAGE_TOKENS = 85;
    private static final int FILE_TOKENS = 100;
    private static final int BYTES_PER_FILE_TOKEN = 16;
    private static final int BYTES_PER_HEARD_TOKEN = 1_600;
    private static final long MILLIS_PER_SPOKEN_TOKEN = 50;
    private static final int ECHO_MAX = 2_000;
    private static final Pattern CACHED = Pattern.compile("\\[cached:(\\d{1,9})]");

    private AnswerMaker() {}

    public static Answer answer(ChatRequest request, Script script, boolean reasoning) {
        List<ToolCall> calls = ToolCalls.of(request);
        long hidden = reasoning ? Math.min(hiddenTokens(request), request.outputBound()) : 0;
        List<String> thoughts = Words.split(Tokens.first(thinking(request), hidden));
        if (!calls.isEmpty()) {
            long tokens = calls.stream()
                    .mapToLong(call -> Tokens.count(call.name()) + Tokens.count(call.input()))
                    .sum();
            return new Answer(List.of(), thoughts, calls, "tool_calls", false, usage(request, tokens, hidden, 0));
        }
        String whole = wholeText(request, script);
        String stopped = beforeStop(whole, request.stops());
        String text = Tokens.first(stopped, request.outputBound() - hidden);
        String finish = text.length() < stopped.length() ? "length" : "stop";
        List<String> words = Words.split(text);
        long sound = request.spoken() ? words.size() * Answer.WORD_MILLIS / MILLIS_PER_SPOKEN_TOKEN : 0;
        TokenUsage usage = usage(request, Tokens.count(text), hidden, sound);
        return new Answer(words, thoughts, List.of(), finish, request.spoken(), usage);
    }

    private static String thinking(ChatRequest request) {
        return "The user said something; I repeat it, with " + request.reasoningEffort() + " effort.";
    }

    private static String wholeText(ChatRequest request, Script script) {
        String type = request.responseFormat().path("type").asText();
        if (type.equals("json_schema")) {
            return SchemaSample.of(request.responseFormat().path("json_schema").path("schema"), 0)
                    .toString();
        }
        String echo = echo(request);
        if (type.equals("json_object")) {
            return SchemaSample.object("answer", echo).toString();
        }
        if (script.has(Fault.UTF8_SPLIT)) {
            return "Grüße aus Zürich: 你好，世界 🌍 — ça marche!";
        }
        return Words.padded(echo, script.words());
    }

    private static String echo(ChatRequest request) {
        if (request.lastRole().equals("tool")) {
            return "The tool said: " + Tokens.first(request.lastText("tool"), ECHO_MAX);
        }
        String seen = request.images() == 0 ? "" : " (and sent " + request.images() + " image)";
        String heard = request.audioBytes() == 0 ? "" : " (and sent " + request.audioBytes() + " bytes of sound)";
        String read = request.files() == 0 ? "" : " (and sent " + request.files() + " file)";
        return "You said: " + Tokens.first(request.lastText("user"), ECHO_MAX) + seen + heard + read;
    }

    private static String beforeStop(String text, List<String> stops) {
        int end = stops.stream()
                .filter(stop -> !stop.isEmpty())
                .mapToInt(text::indexOf)
                .filter(at -> at >= 0)
                .min()
                .orElse(text.length());
        return text.substring(0, end);
    }

    private static long hiddenTokens(ChatRequest request) {
        return switch (request.reasoningEffort().toLowerCase(Locale.ROOT)) {
            case "none" -> 0;
            case "minimal" -> 16;
            case "low" -> 64;
            case "high" -> 1_024;
            case "xhigh" -> 4_096;
            default -> 256;
        };
    }

    private static TokenUsage usage(ChatRequest request, long textTokens, long hiddenTokens, long soundTokens) {
        String promptText = request.promptText();
        long heard = Math.ceilDiv(request.audioBytes(), BYTES_PER_HEARD_TOKEN);
        long prompt = Tokens.count(promptText)
                + (long) MESSAGE_TOKENS * request.messages()
                + REPLY_TOKENS
                + IMAGE_TOKENS * request.images()
                + FILE_TOKENS * request.files()
                + Math.ceilDiv(request.fileBytes(), BYTES_PER_FILE_TOKEN)
                + heard;
        Matcher marker = CACHED.matcher(promptText);
        long cached = marker.find() ? Math.min(Long.parseLong(marker.group(1)), prompt) : 0;
        int n = request.choices();
        long completion = (textTokens + hiddenTokens + soundTokens) * n;
        return new TokenUsage(prompt, cached, heard, completion, hiddenTokens * n, soundTokens * n);
    }
}
