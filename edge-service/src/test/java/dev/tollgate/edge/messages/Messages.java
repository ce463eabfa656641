package dev.tollgate.edge.messages;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.edge.endpoint.Reading;
import dev.tollgate.edge.json.BodyReader;
import dev.tollgate.edge.provider.spi.CallBody;
import dev.tollgate.edge.provider.spi.ChatBody;
import dev.tollgate.edge.provider.spi.ChatExtra;
import dev.tollgate.edge.provider.spi.Spoken;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Set;

/// Reads messages' bodies in tests.
public final class Messages {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Messages() {}

    /// As an endpoint reads it, without headers.
    public static CallBody body(String body) {
        return parsed(body);
    }

    static MessagesRequest parsed(String body) {
        return switch (read(body)) {
            case Reading.Parsed(var request) -> (MessagesRequest) request;
            case Reading.Rejected(ServiceError error) -> throw new AssertionError(error.toString());
        };
    }

    static ServiceError rejected(String body) {
        return switch (read(body)) {
            case Reading.Parsed parsed -> throw new AssertionError("not refused");
            case Reading.Rejected(ServiceError error) -> error;
        };
    }

    /// A body with one word of the user's, and more members, single quotes for double ones.
    static String asking(String more) {
        String quoted = more.replace('\'', '"');
        return "{\"model\":\"m\",\"max_tokens\":100,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]"
                + (quoted.isEmpty() ? "" : "," + quoted) + "}";
    }

    /// A body with these messages.
    static String saying(String messages) {
        return "{\"model\":\"m\",\"max_tokens\":100,\"messages\":" + messages.replace('\'', '"') + "}";
    }

    /// As it is written without white space.
    static String said(String text) {
        return json(text).toString();
    }

    /// Of single quotes for double ones; a quote inside a text is a tilde.
    static JsonNode json(String text) {
        try {
            return JSON.readTree(text.replace('\'', '"').replace("~", "\\\""));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The chat that a body is said as.
    static JsonNode chat(String body, ChatExtra... extras) {
        return switch (AsChat.said(parsed(body), Set.of(extras))) {
            case Spoken.Said said -> ((ChatBody) said.body()).tree();
            case Spoken.Unsaid unsaid -> throw new AssertionError(unsaid.toString());
        };
    }

    static Spoken spoken(String body) {
        return AsChat.said(parsed(body), Set.of());
    }

    private static Reading read(String body) {
        return new BodyReader()
                .read(Buffer.buffer(body), members -> new MessagesView(members, VersionHeaders.of(null, List.of()))
                        .validated());
    }
}
