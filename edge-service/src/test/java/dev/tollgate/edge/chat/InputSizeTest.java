package dev.tollgate.edge.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InputSizeTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    /// Of all published rules the dearest: gpt-4o-mini, eight tiles.
    private static final long DEAREST_IMAGE = 2_833 + 8 * 5_667;

    private static final class Tokenizer {
        private static final Encoding O200K =
                Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);
    }

    /// The dearest tokenizer there can be: each byte a token; and all that chat formats add to a message.
    @Property(tries = 300)
    void rule13NoTokenizerCountsMoreThanTheBound(
            @ForAll @Size(min = 1, max = 20) List<@From("texts") String> texts,
            @ForAll @IntRange(max = 4) int images,
            @ForAll boolean tools) {
        ObjectNode body = JSON.createObjectNode().put("model", "m");
        ArrayNode messages = body.putArray("messages");
        long most = 3;
        for (String text : texts) {
            messages.addObject().put("role", "user").put("content", text);
            most += text.getBytes(StandardCharsets.UTF_8).length + 8;
        }
        if (images > 0) {
            ArrayNode parts = messages.addObject().put("role", "user").putArray("content");
            for (int i = 0; i < images; i++) {
                parts.addObject()
                        .put("type", "image_url")
                        .putObject("image_url")
                        .put("url", "data:image/png;base64,AAAA");
                most += DEAREST_IMAGE;
            }
        }
        if (tools) {
            String described = "what it does";
            body.putArray("tools")
                    .addObject()
                    .put("type", "function")
                    .putObject("function")
                    .put("name", "f")
                    .put("description", described);
            most += described.length() + 530;
        }
        ChatRequest chat = parsed(body.toString());
        assertThat(chat.inputBound()).isGreaterThanOrEqualTo(most);
        assertThat(chat.hasUnknowableInput()).isFalse();
    }

    @Property(tries = 100)
    void rule13ARealTokenizerCountsNoMoreThanTheBound(@ForAll("texts") String text) {
        ChatRequest chat = parsed(JSON.createObjectNode()
                .put("model", "m")
                .set(
                        "messages",
                        JSON.createArrayNode()
                                .add(JSON.createObjectNode().put("role", "user").put("content", text)))
                .toString());
        assertThat(chat.inputBound()).isGreaterThanOrEqualTo(Tokenizer.O200K.countTokensOrdinary(text) + 8L);
    }

    /// Escapes make text longer, never shorter.
    @Test
    void rule13EscapedTextIsBoundedToo() {
        String escaped = "\\u732b\\ud83d\\ude00\\n\\u0000".repeat(50);
        assertThat(parsed("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"" + escaped + "\"}]}")
                        .inputBound())
                .isGreaterThan(50 * 9);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.com/image.jpg",
                "http://example.com/a.png",
                "data:application/pdf;base64,AAAA",
                "data:video/mp4;base64,AAAA",
                "file-abc"
            })
    void rule13WhatAnAddressLeadsToIsUnknown(String url) {
        assertThat(parsed(parts("{\"type\":\"image_url\",\"image_url\":{\"url\":\"" + url + "\"}}"))
                        .hasUnknowableInput())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"web_search_options\":{}",
                "\"tools\":[{\"type\":\"web_search\"}]",
                "\"tools\":[{\"type\":\"builtin_function\",\"function\":{\"name\":\"$web_search\"}}]"
            })
    void rule13WhatAProviderFindsItselfIsUnknown(String field) {
        assertThat(parsed("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]," + field + "}")
                        .hasUnknowableInput())
                .isTrue();
    }

    @Test
    void rule13AudioOfAnEarlierAnswerIsUnknown() {
        assertThat(parsed("{\"model\":\"m\",\"messages\":[{\"role\":\"assistant\",\"audio\":{\"id\":\"a\"}},"
                                + "{\"role\":\"user\",\"content\":\"hi\"}]}")
                        .hasUnknowableInput())
                .isTrue();
    }

    @Test
    void anImageInTheBodyIsNotCountedByItsBytes() {
        String image = "data:image/png;base64," + "A".repeat(1_000_000);
        ChatRequest chat = parsed(parts("{\"type\":\"image_url\",\"image_url\":{\"url\":\"" + image + "\"}}"));
        assertThat(chat.inputBound()).isBetween(DEAREST_IMAGE, DEAREST_IMAGE + 1_000);
        assertThat(chat.inputEstimate()).isLessThan(2_000);
    }

    @Test
    void anImageIsOneWithEscapedSlashesToo() {
        String image = "data:image\\/png;base64," + "AAA\\/".repeat(10_000);
        ChatRequest chat = parsed(parts("{\"type\":\"image_url\",\"image_url\":{\"url\":\"" + image + "\"}}"));
        assertThat(chat.hasUnknowableInput()).isFalse();
        assertThat(chat.inputBound()).isBetween(DEAREST_IMAGE, DEAREST_IMAGE + 1_000);
    }

    @Test
    void aPredictionIsOutputBeyondTheBound() {
        ChatRequest chat = parsed("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],"
                + "\"prediction\":{\"type\":\"content\",\"content\":\"" + "x".repeat(500) + "\"}}");
        assertThat(chat.predictionBound()).isBetween(500L, 600L);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(200),
                Arbitraries.strings().withChars("aé猫😀\n\"\\\u0001 ").ofMaxLength(200),
                Arbitraries.strings().numeric().ofMaxLength(200));
    }

    private static String parts(String part) {
        return "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":[" + part + "]}]}";
    }

    private ChatRequest parsed(String body) {
        return ChatRequests.parsed(body);
    }
}
