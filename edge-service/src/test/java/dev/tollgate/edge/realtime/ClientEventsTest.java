package dev.tollgate.edge.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientEventsTest {
    private final ClientEvents events = new ClientEvents(1_000_000);

    @Test
    void readsTheBoundOfAResponseInBothSpellings() {
        assertThat(events.read("{\"type\":\"response.create\",\"event_id\":\"e\"}"))
                .isEqualTo(new ClientEvent.Create("e", null));
        assertThat(events.read("{\"response\":{\"max_output_tokens\":50},\"type\":\"response.create\"}"))
                .isEqualTo(new ClientEvent.Create(null, 50L));
        assertThat(events.read("{\"type\":\"response.create\",\"response\":{\"max_response_output_tokens\":\"inf\"}}"))
                .isEqualTo(new ClientEvent.Create(null, Long.MAX_VALUE));
        assertThat(events.read("{\"type\":\"response.create\",\"response\":"
                        + "{\"max_output_tokens\":5,\"max_response_output_tokens\":70}}"))
                .isEqualTo(new ClientEvent.Create(null, 70L));
    }

    @Test
    void readsWhatAnUpdateChangesOfTheTerms() {
        assertThat(events.read("{\"type\":\"session.update\",\"session\":{\"model\":\"m\",\"max_output_tokens\":9}}"))
                .isInstanceOfSatisfying(ClientEvent.Update.class, update -> {
                    assertThat(update.model()).isEqualTo("m");
                    assertThat(update.bound()).isEqualTo(9L);
                    assertThat(update.id()).isNull();
                });
    }

    @Test
    void leavesAllElseToTheProvider() {
        assertThat(events.read("{\"type\":\"input_audio_buffer.append\",\"audio\":\"AAAA\"}"))
                .isInstanceOf(ClientEvent.Audio.class);
        assertThat(events.read("{\"item\":{\"type\":\"response.create\"},\"type\":\"conversation.item.create\"}"))
                .isInstanceOf(ClientEvent.Other.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "7",
                "{}",
                "{\"type\":7}",
                "{\"type\":\"a\"",
                "{\"type\":\"input_audio_buffer.clear\",\"type\":\"response.create\"}",
                "{\"type\":\"response.create\",\"response\":{\"max_output_tokens\":1,\"max_output_tokens\":4096}}",
                "{\"type\":\"a\"} {\"type\":\"response.create\"}"
            })
    void whatTwoReadersCouldReadDifferentlyIsNoEvent(String text) {
        assertThat(events.read(text)).isInstanceOf(ClientEvent.Malformed.class);
    }
}
