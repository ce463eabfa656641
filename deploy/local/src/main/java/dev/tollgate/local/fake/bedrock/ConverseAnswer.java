package dev.tollgate.local.fake.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.local.fake.Fault;
import dev.tollgate.local.fake.SchemaSample;
import dev.tollgate.local.fake.Script;
import dev.tollgate.local.fake.Tokens;
import dev.tollgate.local.fake.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the model says, by the request alone.
///
/// Usage: the prompt costs its text's tokens ([Tokens]), 4 for each turn, 3 for the reply and 85 for each image
/// or document; `[cached:N]` in the prompt makes N of them read from the cache, `[written:N]` N of them written
/// to it. The output costs its text (or names and inputs of calls) and 256 of thinking, where it is on and
/// there is room. The word `refuse` ends the answer as filtered.
///
/// @param thought words of it, empty for none
/// @param words of the answer, each with the space before it
record ConverseAnswer(List<String> thought, List<String> words, List<Call> calls, String stopReason, Usage usage) {

    private static final int TURN_TOKENS = 4;
    private static final int REPLY_TOKENS = 3;
    private static final int MEDIUM_TOKENS = 85;
    private static final int ECHO_MAX = 2_000;
    private static final long THINKING_TOKENS = 256;
    private static final Pattern CACHED = Pattern.compile("\\[cached:(\\d{1,9})]");
    private static final Pattern WRITTEN = Pattern.compile("\\[written:(\\d{1,9})]");
    private static final String THOUGHT = "The user wants an answer; it shall be given.";

    record Call(String id, String name, JsonNode input) {}

    /// Disjoint.
    record Usage(long input, long cacheRead, long cacheWrite, long output) {

        long total() {
            return input + cacheRead + cacheWrite + output;
        }
    }

    static ConverseAnswer of(ConverseRequest request, Script script) {
        long thinking = Math.min(Math.min(THINKING_TOKENS, request.thinkingBudget()), request.outputBound());
        List<String> thought = thinking > 0 ? Words.split(THOUGHT) : List.of();
        List<Call> calls = calls(request);
        if (!calls.isEmpty()) {
            long tokens = calls.stream()
                    .mapToLong(call -> Tokens.count(call.name())
                            + Tokens.count(call.input().toString()))
                    .sum();
            return new ConverseAnswer(thought, List.of(), calls, "tool_use", usage(request, tokens + thinking));
        }
        String whole = script.has(Fault.UTF8_SPLIT)
                ? "Grüße aus Zürich: 你好，世界 🌍 — ça marche!"
                : Words.padded(echo(request), script.words());
        String stopped = whole;
        for (String stop : request.stops()) {
            int at = stopped.indexOf(stop);
            stopped = at >= 0 ? stopped.substring(0, at) : stopped;
        }
        String text = Tokens.first(stopped, request.outputBound() - thinking);
        String ended = request.lastText().contains("refuse") ? "content_filtered" : "end_turn";
        String reason =
                text.length() < stopped.length() ? "max_tokens" : stopped.equals(whole) ? ended : "stop_sequence";
        return new ConverseAnswer(
                thought, Words.split(text), List.of(), reason, usage(request, Tokens.count(text) + thinking));
    }

    /// What a block of reasoning must come back with.
    static String signature(String thought) {
        return "c2ln" + Integer.toHexString(thought.hashCode());
    }

    private static String echo(ConverseRequest request) {
        if (request.answersTools()) {
            return "The tool said: " + Tokens.first(request.lastResults(), ECHO_MAX);
        }
        String seen = request.media() == 0 ? "" : " (and sent " + request.media() + " image)";
        String begun = request.isPrefilled() ? "" : "You said: ";
        return begun + Tokens.first(request.lastText(), ECHO_MAX) + seen;
    }

    private static Usage usage(ConverseRequest request, long output) {
        String prompt = request.promptText();
        long total = Tokens.count(prompt)
                + (long) TURN_TOKENS * request.turns()
                + REPLY_TOKENS
                + (long) MEDIUM_TOKENS * request.media();
        long cached = Math.min(marked(CACHED, prompt), total);
        long written = Math.min(marked(WRITTEN, prompt), total - cached);
        return new Usage(total - cached - written, cached, written, output);
    }

    private static long marked(Pattern marker, String prompt) {
        Matcher matcher = marker.matcher(prompt);
        return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
    }

    /// Tools are called when the choice demands it, or when it leaves it open and the last turn is the user's
    /// and speaks of weather, of tools, of something parallel, or of a tool by its name. "parallel" gets two
    /// calls.
    private static List<Call> calls(ConverseRequest request) {
        List<JsonNode> tools = request.tools();
        String text = request.lastText().toLowerCase(Locale.ROOT);
        boolean open = !request.answersTools() && !request.isPrefilled() && invites(text, tools);
        if (tools.isEmpty() || !(request.isCallDemanded() || open)) {
            return List.of();
        }
        String forced = request.demandedTool();
        JsonNode tool = tools.stream()
                .filter(each -> forced.isEmpty()
                        ? mentions(text, each)
                        : each.path("name").asText().equals(forced))
                .findFirst()
                .orElse(tools.getFirst());
        List<Call> calls = new ArrayList<>();
        for (int i = 0; i < (text.contains("parallel") && forced.isEmpty() ? 2 : 1); i++) {
            String name = tool.path("name").asText();
            String id = String.format(Locale.ROOT, "tooluse_%08x%04d%02d", name.hashCode(), request.turns(), i);
            calls.add(
                    new Call(id, name, SchemaSample.of(tool.path("inputSchema").path("json"), i)));
        }
        return calls;
    }

    private static boolean invites(String text, List<JsonNode> tools) {
        return text.contains("weather")
                || text.contains("tool")
                || text.contains("parallel")
                || tools.stream().anyMatch(tool -> mentions(text, tool));
    }

    private static boolean mentions(String text, JsonNode tool) {
        return text.contains(tool.path("name").asText().toLowerCase(Locale.ROOT));
    }
}
