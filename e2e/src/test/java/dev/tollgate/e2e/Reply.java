package dev.tollgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/// A whole answer of an edge, read as what it is.
///
/// @param contentType as told, or empty
record Reply(int status, String contentType, String body) {
    JsonNode json() {
        assertThat(contentType).as(body).startsWith("application/json");
        return Suite.json(body);
    }

    /// The JSON of each event of a response, the last one of which says that it is complete.
    List<JsonNode> responseEvents() {
        List<JsonNode> events = dataOfEvents();
        assertThat(events.getLast().path("type").textValue()).as(body).isEqualTo("response.completed");
        return events;
    }

    /// The JSON of each event, however the stream ends.
    List<JsonNode> dataOfEvents() {
        assertThat(contentType).as(body).startsWith("text/event-stream");
        return body.lines()
                .filter(line -> line.startsWith("data: "))
                .map(line -> Suite.json(line.substring("data: ".length())))
                .toList();
    }

    /// The JSON of each event before the closing `[DONE]`, which must be there.
    List<JsonNode> events() {
        assertThat(contentType).as(body).startsWith("text/event-stream");
        List<JsonNode> events = new ArrayList<>();
        boolean done = false;
        for (String line : body.split("\n", -1)) {
            if (line.startsWith("data:")) {
                assertThat(done).as("nothing after [DONE]").isFalse();
                String data = line.substring("data:".length()).strip();
                done = data.equals("[DONE]");
                if (!done) {
                    events.add(Suite.json(data));
                }
            }
        }
        assertThat(done).as("the stream ends with [DONE]: " + body).isTrue();
        return events;
    }
}
