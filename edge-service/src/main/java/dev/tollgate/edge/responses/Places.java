package dev.tollgate.edge.responses;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where in the caller's request stands what a chat that was made of it calls so: `messages[2].content[0]`
/// may be `input[4].output[0]`.
final class Places {
    private static final Pattern MESSAGE = Pattern.compile("messages\\[(\\d+)](.*)", Pattern.DOTALL);
    private static final Pattern PART = Pattern.compile("\\.content(\\[\\d+])?.*", Pattern.DOTALL);
    private static final Pattern TOOL =
            Pattern.compile("(tools\\[\\d+])\\.(?:function|custom)(\\..*)?", Pattern.DOTALL);

    private static final Map<String, String> RENAMED = Map.of(
            "messages", "input",
            "max_tokens", "max_output_tokens",
            "max_completion_tokens", "max_output_tokens",
            "reasoning_effort", "reasoning.effort",
            "verbosity", "text.verbosity",
            "logprobs", "include");

    /// @param item of a message
    /// @param content of what it says
    private record Place(String item, String content) {}

    private final List<Place> messages = new ArrayList<>();

    /// Of the message that comes next.
    ///
    /// @param content where what it says stands
    void add(String item, String content) {
        messages.add(new Place(item, content));
    }

    String of(String param) {
        Matcher message = MESSAGE.matcher(param);
        if (message.matches()) {
            int index = Integer.parseInt(message.group(1));
            return index < messages.size() ? within(messages.get(index), message.group(2)) : "input";
        }
        Matcher tool = TOOL.matcher(param);
        if (tool.matches()) {
            return tool.group(1) + (tool.group(2) == null ? "" : tool.group(2));
        }
        if (param.startsWith("response_format")) {
            return "text.format" + param.substring("response_format".length()).replace(".json_schema", "");
        }
        return RENAMED.getOrDefault(param, param);
    }

    private static String within(Place place, String rest) {
        Matcher part = PART.matcher(rest);
        if (!part.matches()) {
            return place.item();
        }
        return part.group(1) == null ? place.content() : place.content() + part.group(1);
    }
}
