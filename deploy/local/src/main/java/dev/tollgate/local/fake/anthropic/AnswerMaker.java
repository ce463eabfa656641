package dev.tollgate.local.fake.anthropic;

import dev.tollgate.local.fake.Fault;
import dev.tollgate.local.fake.SchemaSample;
import dev.tollgate.local.fake.Script;
import dev.tollgate.local.fake.Tokens;
import dev.tollgate.local.fake.Words;
import dev.tollgate.local.fake.anthropic.Answer.Block;
import dev.tollgate.local.fake.anthropic.Answer.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Decides the answer to a request, by the request alone.
///
/// Usage: the prompt costs its text's tokens ([Tokens]), 4 for each turn, 3 for the reply and 85 for each image or
/// document; `[cached:N]` in the prompt makes N of them read from the cache, `[written:N]` N of them written to it. The
/// output costs its text (or names and inputs of calls) and 256 of thinking, where it is on and there is room. The
/// word `refuse` ends the answer as a refusal.
final class AnswerMaker {

    private static final int TURN_TOKENS = 4;
    private static final int REPLY_TOKENS = 3;
    private static final int MEDIUM_TOKENS = 85;
    private static final int ECHO_MAX = 2_000;
    private static final long THINKING_TOKENS = 256;
    private static final Pattern CACHED = Pattern.compile("\\[cached:(\\d{1,9})]");
    private static final Pattern WRITTEN = Pattern.compile("\\[written:(\\d{1,9})]");
    private static final String THOUGHT = "The user wants an answer; it shall be given.";

    private AnswerMaker() {}

    static Answer answer(Turns turns, Script script) {
        long thought = Math.min(Math.min(THINKING_TOKENS, turns.thinkingBudget()), turns.outputBound());
        List<Block> blocks = new ArrayList<>();
        if (thought > 0) {
            blocks.add(new Block.Thinking(turns.thinkingShown() ? Words.split(THOUGHT) : List.of()));
        }
        List<Block.ToolUse> calls = ToolCalls.of(turns);
        if (!calls.isEmpty()) {
            blocks.addAll(calls);
            long tokens = calls.stream()
                    .mapToLong(call -> Tokens.count(call.name())
                            + Tokens.count(call.input().toString()))
                    .sum();
            return new Answer(blocks, "tool_use", null, usage(turns, tokens + thought, thought));
        }
        String whole = wholeText(turns, script);
        String stop = firstStop(whole, turns.stops());
        String stopped = stop == null ? whole : whole.substring(0, whole.indexOf(stop));
        String text = Tokens.first(stopped, turns.outputBound() - thought);
        if (!text.isEmpty()) {
            blocks.add(new Block.Text(Words.split(text)));
        }
        Usage usage = usage(turns, Tokens.count(text) + thought, thought);
        if (text.length() < stopped.length()) {
            return new Answer(blocks, "max_tokens", null, usage);
        }
        String end = turns.lastText("user").contains("refuse") ? "refusal" : "end_turn";
        return new Answer(blocks, stop == null ? end : "stop_sequence", stop, usage);
    }

    private static String wholeText(Turns turns, Script script) {
        if (!turns.schema().isMissingNode()) {
            return SchemaSample.of(turns.schema(), 0).toString();
        }
        if (script.has(Fault.UTF8_SPLIT)) {
            return "Grüße aus Zürich: 你好，世界 🌍 — ça marche!";
        }
        return Words.padded(echo(turns), script.words());
    }

    private static String echo(Turns turns) {
        if (turns.answersTools()) {
            return "The tool said: " + Tokens.first(turns.lastResults(), ECHO_MAX);
        }
        String seen = turns.media() == 0 ? "" : " (and sent " + turns.media() + " image)";
        String begun = turns.isPrefilled() ? "" : "You said: ";
        return begun + Tokens.first(turns.lastText("user"), ECHO_MAX) + seen;
    }

    private static @Nullable String firstStop(String text, List<String> stops) {
        String first = null;
        for (String stop : stops) {
            int at = text.indexOf(stop);
            if (at >= 0 && (first == null || at < text.indexOf(first))) {
                first = stop;
            }
        }
        return first;
    }

    private static Usage usage(Turns turns, long output, long thinking) {
        String prompt = turns.promptText();
        long total = Tokens.count(prompt)
                + (long) TURN_TOKENS * turns.count()
                + REPLY_TOKENS
                + MEDIUM_TOKENS * turns.media();
        long cached = Math.min(marked(CACHED, prompt), total);
        long written = Math.min(marked(WRITTEN, prompt), total - cached);
        return new Usage(total - cached - written, cached, written, output, thinking);
    }

    private static long marked(Pattern marker, String prompt) {
        Matcher matcher = marker.matcher(prompt);
        return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
    }
}
