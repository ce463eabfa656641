package dev.tollgate.edge.provider.spi.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.edge.chat.ChatRequests;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// Whatever is said in a history, and by whom: what goes out is what the strictest provider takes, and every word of
/// it is there.
class ChatHistoryPropertyTest {
    private static final Set<String> ROLES = Set.of("system", "user", "assistant", "tool");
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    @Property(tries = 300)
    void anyHistoryIsMendedAndLosesNoWord(@ForAll("turns") List<ObjectNode> turns) {
        ObjectNode body = JSON.objectNode().put("model", "m");
        ArrayNode messages = body.putArray("messages");
        messages.addObject().put("role", "user").put("content", "start");
        turns.forEach(messages::add);
        ChatTree chat = new ChatTree(ChatRequests.parsed(body.toString()));

        ChatHistory history = new ChatHistory(chat);
        history.roles();
        history.textOnly();
        history.dropEmptyTurns();
        history.thoughts(true, false);
        history.mergeRuns();

        String before = "";
        for (JsonNode turn : chat.messages()) {
            String role = turn.path("role").asText();
            boolean calls = !turn.path("tool_calls").isEmpty();
            assertThat(ROLES).contains(role);
            assertThat(turn.path("content").isArray()).isFalse();
            assertThat(turn.has("function_call")).isFalse();
            assertThat(calls
                            || role.equals("tool")
                            || !turn.path("content").asText().isBlank())
                    .isTrue();
            assertThat(turn.has("reasoning_content")).isEqualTo(calls);
            assertThat(role.equals(before) && (role.equals("user") || role.equals("assistant")))
                    .isFalse();
            before = calls ? "" : role;
        }
        assertThat(words(chat.messages())).isEqualTo(words(messages));
    }

    /// All words, in order, without what stands between them.
    private static String words(ArrayNode messages) {
        StringBuilder words = new StringBuilder();
        for (JsonNode turn : messages) {
            JsonNode content = turn.path("content");
            content.forEach(part -> words.append(part.path("text").asText()));
            words.append(content.asText(""));
        }
        return words.toString().replaceAll("\\s", "");
    }

    @Provide
    Arbitrary<List<ObjectNode>> turns() {
        Arbitrary<String> text = Arbitraries.of("", " ", "one", "two three", "€ 😀");
        Arbitrary<String> role = Arbitraries.of("system", "developer", "user", "assistant", "function", "call");
        return Combinators.combine(role, text, Arbitraries.of(true, false))
                .as(ChatHistoryPropertyTest::turn)
                .list()
                .ofMaxSize(12);
    }

    private static ObjectNode turn(String role, String text, boolean parts) {
        ObjectNode turn = JSON.objectNode().put("role", role.equals("call") ? "assistant" : role);
        if (role.equals("function")) {
            turn.put("name", "f");
        }
        if (role.equals("call")) {
            turn.putObject("function_call").put("name", "f").put("arguments", "{}");
        }
        if (role.equals("assistant")) {
            turn.put("reasoning_content", "hm");
        }
        if (parts && !role.equals("function")) {
            ArrayNode list = turn.putArray("content");
            list.addObject().put("type", "text").put("text", text);
            list.addObject().put("type", "text").put("text", text);
        } else {
            turn.put("content", text);
        }
        return turn;
    }
}
