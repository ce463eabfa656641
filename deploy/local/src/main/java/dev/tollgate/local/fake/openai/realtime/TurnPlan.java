package dev.tollgate.local.fake.openai.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.local.fake.Fault;
import dev.tollgate.local.fake.SchemaSample;
import dev.tollgate.local.fake.Script;
import dev.tollgate.local.fake.Tokens;
import dev.tollgate.local.fake.Words;
import dev.tollgate.local.fake.openai.Nested;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// What a response will say, decided when it is asked for.
///
/// Directives in the user's last text: `[seconds:60]` speaks a numbered word each pace (100 ms unless the model's name
/// says otherwise) for that long; `[close]` resets the connection and `[away]` closes it in order after three words;
/// `[fail]` fails there; `[error]` sends an error event there and goes on; `[twice]` sends `response.done` again, under
/// the same event id.
///
/// @param words each with the space before it; empty for a function call
/// @param paceMillis pause after each word
/// @param speaks in sound with a transcript, else in text
/// @param end what happens after [#WORDS_BEFORE_END]
/// @param kept whether the answer becomes a part of the conversation
record TurnPlan(
        List<String> words,
        long paceMillis,
        boolean speaks,
        @Nullable FunctionCall call,
        End end,
        boolean twice,
        boolean kept,
        TurnUsage.Input input) {

    static final int WORDS_BEFORE_END = 3;

    private static final long DEFAULT_PACE_MILLIS = 100;
    private static final int ECHO_TOKENS_MAX = 500;
    private static final Pattern SECONDS = Pattern.compile("\\[seconds:(\\d{1,4})]");

    /// How a turn ends before it is complete, or what disturbs it.
    enum End {
        NONE,
        RESET,
        AWAY,
        FAIL,
        ERROR_EVENT,
        SILENCE,
        GARBAGE
    }

    record FunctionCall(String name, String arguments) {}

    static TurnPlan of(SessionSettings settings, Conversation conversation, JsonNode asked, Script script) {
        String said = conversation.lastUserText();
        Matcher seconds = SECONDS.matcher(said);
        boolean timed = seconds.find();
        long pace = script.paceMillis() == 0 && timed ? DEFAULT_PACE_MILLIS : script.paceMillis();
        FunctionCall call = timed ? null : call(settings, asked, said).orElse(null);
        List<String> words = timed
                ? ticks(Long.parseLong(seconds.group(1)) * 1_000 / pace)
                : Words.split(Words.padded(echo(said, conversation), script.words()));
        String instructions = asked.path("instructions").asText(settings.instructions());
        return new TurnPlan(
                call == null ? words : List.of(),
                pace,
                settings.speaks(asked),
                call,
                end(script, said),
                said.contains("[twice]"),
                !asked.path("conversation").asText().equals("none"),
                TurnUsage.Input.of(instructions, conversation.items()));
    }

    private static List<String> ticks(long count) {
        return IntStream.rangeClosed(1, (int) count)
                .mapToObj(i -> (i == 1 ? "tick " : " tick ") + i)
                .toList();
    }

    private static String echo(String said, Conversation conversation) {
        long heard = conversation.items().stream().mapToLong(Item::audioMillis).sum();
        return said.isEmpty()
                ? "I heard " + heard + " milliseconds of sound."
                : "You said: " + Tokens.first(said, ECHO_TOKENS_MAX);
    }

    private static Optional<FunctionCall> call(SessionSettings settings, JsonNode asked, String said) {
        JsonNode tools = asked.has("tools") ? asked.get("tools") : settings.tools();
        String choice = asked.path("tool_choice").asText(settings.toolChoice());
        String lower = said.toLowerCase(Locale.ROOT);
        if (choice.equals("none")) {
            return Optional.empty();
        }
        return Nested.elements(tools)
                .filter(tool -> choice.equals("required")
                        || lower.contains("weather")
                        || lower.contains(tool.path("name").asText().toLowerCase(Locale.ROOT)))
                .findFirst()
                .map(tool -> new FunctionCall(
                        tool.path("name").asText(),
                        SchemaSample.of(tool.path("parameters"), 0).toString()));
    }

    private static End end(Script script, String said) {
        if (script.has(Fault.RESET_MID) || said.contains("[close]")) {
            return End.RESET;
        }
        if (script.has(Fault.NO_DONE) || said.contains("[away]")) {
            return End.AWAY;
        }
        if (script.has(Fault.ERROR_FRAME) || said.contains("[fail]")) {
            return End.FAIL;
        }
        if (said.contains("[error]")) {
            return End.ERROR_EVENT;
        }
        if (script.has(Fault.STALL_MID)) {
            return End.SILENCE;
        }
        return script.has(Fault.BAD_JSON) ? End.GARBAGE : End.NONE;
    }
}
