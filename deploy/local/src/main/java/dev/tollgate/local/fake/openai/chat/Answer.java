package dev.tollgate.local.fake.openai.chat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// What the model says, the same for each choice.
///
/// @param words the text cut into words, each with the space before it; empty for tool calls
/// @param thoughts what a reasoning model tells of its thinking, cut in the same way
/// @param toolCalls empty for text
/// @param finishReason `stop`, `length` or `tool_calls`
/// @param spoken whether the words are the transcript of a sound
public record Answer(
        List<String> words,
        List<String> thoughts,
        List<ToolCall> toolCalls,
        String finishReason,
        boolean spoken,
        TokenUsage usage) {

    /// How long the sound of a word is.
    static final long WORD_MILLIS = 200;

    public Answer {
        words = List.copyOf(words);
        thoughts = List.copyOf(thoughts);
        toolCalls = List.copyOf(toolCalls);
    }

    /// The same, with so much of the prompt read from a cache.
    Answer cached(long tokens) {
        TokenUsage read = new TokenUsage(
                usage.prompt(),
                Math.min(tokens, usage.prompt()),
                usage.promptAudio(),
                usage.completion(),
                usage.reasoning(),
                usage.audio());
        return new Answer(words, thoughts, toolCalls, finishReason, spoken, read);
    }

    public String text() {
        return String.join("", words);
    }

    public String thinking() {
        return String.join("", thoughts);
    }

    /// @param custom whether the tool takes free text
    /// @param input JSON text of a function's arguments, or a custom tool's text
    public record ToolCall(String id, String name, String input, boolean custom) {}

    /// @param cached of the prompt
    /// @param promptAudio of the prompt
    /// @param reasoning of the completion
    /// @param audio of the completion
    public record TokenUsage(long prompt, long cached, long promptAudio, long completion, long reasoning, long audio) {

        ObjectNode toJson() {
            ObjectNode usage = JsonNodeFactory.instance
                    .objectNode()
                    .put("prompt_tokens", prompt)
                    .put("completion_tokens", completion)
                    .put("total_tokens", prompt + completion);
            usage.putObject("prompt_tokens_details")
                    .put("cached_tokens", cached)
                    .put("audio_tokens", promptAudio);
            usage.putObject("completion_tokens_details")
                    .put("reasoning_tokens", reasoning)
                    .put("audio_tokens", audio)
                    .put("accepted_prediction_tokens", 0)
                    .put("rejected_prediction_tokens", 0);
            return usage;
        }
    }
}
