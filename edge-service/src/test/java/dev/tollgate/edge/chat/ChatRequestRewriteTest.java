package dev.tollgate.edge.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.edge.provider.spi.ChatBody.OutputField;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ChatRequestRewriteTest {
    private static final String MESSAGES = "\"messages\":[{\"role\":\"user\",\"content\":\"h\\u00e9 \\\"model\\\"\"}]";
    private static final OutputField OLD = OutputField.MAX_TOKENS;
    private static final OutputField NEW = OutputField.MAX_COMPLETION_TOKENS;

    private record Case(String body, String model, @Nullable Long bound, OutputField field, String expected) {}

    static Stream<Arguments> cases() {
        return Stream.of(modelCases(), bounds(), streams())
                .flatMap(List::stream)
                .map(Arguments::of);
    }

    private static List<Case> modelCases() {
        return List.of(
                new Case("{\"model\":\"m\",%s}", "up", null, OLD, "{\"model\":\"up\",%s}"),
                new Case(
                        " {\n\t\"model\" :\r\n \"m\" , %s } \n",
                        "up", null, OLD, " {\n\t\"model\" :\r\n \"up\" , %s } \n"),
                new Case("{%s,\"model\":\"a\\\"b\\\\\"}", "up", null, OLD, "{%s,\"model\":\"up\"}"),
                new Case("{%s,\"model\":\"\u00e9\u732b\"}", "p/\u732b", null, OLD, "{%s,\"model\":\"p/\u732b\"}"),
                new Case("{\"mod\\u0065l\":\"m\",%s}", "up", null, OLD, "{\"mod\\u0065l\":\"up\",%s}"),
                new Case("{\"model\":\"m\",%s}", "a\"b\\c", null, OLD, "{\"model\":\"a\\\"b\\\\c\",%s}"),
                new Case(
                        "{\"x\":{\"model\":\"m\"},\"y\":1.50e+2,%s,\"model\":\"m\",\"z\":[ ]}",
                        "up", null, OLD, "{\"x\":{\"model\":\"m\"},\"y\":1.50e+2,%s,\"model\":\"up\",\"z\":[ ]}"));
    }

    private static List<Case> bounds() {
        return List.of(
                new Case("{\"model\":\"m\",%s}", "m", 9L, OLD, "{\"max_tokens\":9,\"model\":\"m\",%s}"),
                new Case("{\"model\":\"m\",%s}", "m", 9L, NEW, "{\"max_completion_tokens\":9,\"model\":\"m\",%s}"),
                new Case(
                        "{\"model\":\"m\",%s,\"max_tokens\": 50 }",
                        "m", 9L, OLD, "{\"model\":\"m\",%s,\"max_tokens\": 9 }"),
                new Case(
                        "{\"max_tokens\":null,\"model\":\"m\",%s}",
                        "m", 9L, OLD, "{\"max_tokens\":9,\"model\":\"m\",%s}"),
                new Case(
                        "{\"model\":\"m\",%s,\"max_tokens\":50}",
                        "m", null, OLD, "{\"model\":\"m\",%s,\"max_tokens\":50}"),
                new Case(
                        "{\"model\":\"m\",%s,\"max_tokens\":50}",
                        "m", 9L, NEW, "{\"model\":\"m\",%s,\"max_completion_tokens\":9}"),
                new Case(
                        "{\"model\":\"m\",%s,\"max_tokens\":50}",
                        "m", null, NEW, "{\"model\":\"m\",%s,\"max_completion_tokens\":50}"),
                new Case(
                        "{\"max_completion_tokens\":7,\"model\":\"m\",%s}",
                        "m", null, OLD, "{\"max_tokens\":7,\"model\":\"m\",%s}"),
                new Case(
                        "{\"max_completion_tokens\":7,\"model\":\"m\",%s}",
                        "m", 6L, OLD, "{\"max_tokens\":6,\"model\":\"m\",%s}"),
                new Case(
                        "{\"max_completion_tokens\" : null ,\"model\":\"m\",%s}",
                        "m", 6L, OLD, "{\"max_tokens\":6 ,\"model\":\"m\",%s}"),
                new Case(
                        "{\"max_tokens\":5,\"max_completion_tokens\":7,\"model\":\"m\",%s}",
                        "m", null, OLD, "{\"max_tokens\":7,\"model\":\"m\",%s}"),
                new Case(
                        "{\"max_tokens\":5,\"max_completion_tokens\":7,\"model\":\"m\",%s}",
                        "m", 6L, NEW, "{\"max_completion_tokens\":6,\"model\":\"m\",%s}"),
                new Case(
                        "{\"model\":\"m\",%s,\"max_tokens\":5 ,\n\"max_completion_tokens\" : 7 }",
                        "m", null, OLD, "{\"model\":\"m\",%s,\"max_tokens\":7  }"));
    }

    private static List<Case> streams() {
        return List.of(
                streamed("{", "}", "{\"stream_options\":{\"include_usage\":true},", "}"),
                streamed("{", ",\"stream_options\":null}", "{", ",\"stream_options\":{\"include_usage\":true}}"),
                streamed("{", ",\"stream_options\": {} }", "{", ",\"stream_options\": {\"include_usage\":true} }"),
                streamed(
                        "{\"stream_options\":{ \"include_usage\" : true },",
                        "}",
                        "{\"stream_options\":{ \"include_usage\" : true },",
                        "}"),
                streamed(
                        "{",
                        ",\"stream_options\":{\"include_usage\":false}}",
                        "{",
                        ",\"stream_options\":{\"include_usage\":true}}"),
                streamed(
                        "{",
                        ",\"stream_options\":{\"include_obfuscation\":false}}",
                        "{",
                        ",\"stream_options\":{\"include_obfuscation\":false,\"include_usage\":true}}"),
                streamed(
                        "{",
                        ",\"stream_options\":{\"include_usage\":false,\"include_obfuscation\":false}}",
                        "{",
                        ",\"stream_options\":{\"include_usage\":true,\"include_obfuscation\":false}}"),
                new Case(
                        "{\"model\":\"m\",\"stream\":true,%s}",
                        "up",
                        9L,
                        OLD,
                        "{\"stream_options\":{\"include_usage\":true},\"max_tokens\":9,"
                                + "\"model\":\"up\",\"stream\":true,%s}"),
                new Case(
                        "{\"model\":\"m\",\"stream\":false,%s}",
                        "m", null, OLD, "{\"model\":\"m\",\"stream\":false,%s}"));
    }

    private static Case streamed(String head, String tail, String newHead, String newTail) {
        String middle = "\"stream\":true,%s,\"model\":";
        return new Case(head + middle + "\"m\"" + tail, "up", null, OLD, newHead + middle + "\"up\"" + newTail);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void changesTheseBytesOnly(Case given) {
        String rewritten = parsed(given.body().formatted(MESSAGES))
                .rewritten(given.model(), given.bound(), given.field())
                .toString();
        assertThat(rewritten).isEqualTo(given.expected().formatted(MESSAGES));
        assertThat(parsed(rewritten).model()).isEqualTo(given.model());
    }

    @Test
    void eachAttemptStartsFromTheCallersBody() {
        ChatRequest chat = parsed("{\"model\":\"m\"," + MESSAGES + "}");
        Buffer first = chat.rewritten("a", 5L, OLD);
        chat.rewritten("b", 6L, NEW);
        assertThat(chat.rewritten("a", 5L, OLD)).isEqualTo(first);
        assertThat(chat.members().body().toString()).isEqualTo("{\"model\":\"m\"," + MESSAGES + "}");
    }

    @Property(tries = 500)
    void whatIsRewrittenReadsTheSame(
            @ForAll("bodies") String body,
            @ForAll("models") String model,
            @ForAll("outputBounds") long bound,
            @ForAll OutputField field) {
        ChatRequest before = parsed(body);
        ChatRequest after = parsed(before.rewritten(model, bound, field).toString());
        assertThat(after.model()).isEqualTo(model);
        assertThat(after.maxOutput()).isEqualTo(bound);
        assertThat(after.includeUsage()).isEqualTo(before.stream());
        assertThat(after.stream()).isEqualTo(before.stream());
        assertThat(after.n()).isEqualTo(before.n());
        assertThat(after.affinity()).isEqualTo(before.affinity());
    }

    @Provide
    Arbitrary<String> models() {
        return Arbitraries.strings().withChars("aZ9/.:-\"\\ \u00e9\u732b").ofMinLength(1);
    }

    @Provide
    Arbitrary<Long> outputBounds() {
        return Arbitraries.longs().greaterOrEqual(1);
    }

    @Provide
    Arbitrary<String> bodies() {
        Arbitrary<List<String>> extras = Arbitraries.of(
                        "\"max_tokens\":5",
                        "\"max_completion_tokens\" : null",
                        "\"n\":2",
                        "\"temperature\":1e0",
                        "\"user\":\"\\\\\\\"}\u732b\"",
                        "\"x\":{\"model\":[{}]}",
                        "\"stream\":true",
                        "\"seed\":-1")
                .list()
                .uniqueElements()
                .ofMaxSize(8);
        return extras.flatMap(fields -> {
            List<String> all = Stream.concat(fields.stream(), Stream.of("\"model\":\"m\\n\"", MESSAGES))
                    .toList();
            return Arbitraries.shuffle(all).flatMap(order -> Arbitraries.of(",", " ,\n", "\t, ")
                    .map(comma -> "{ " + String.join(comma, order) + "}"));
        });
    }

    private ChatRequest parsed(String body) {
        return ChatRequests.parsed(body);
    }
}
