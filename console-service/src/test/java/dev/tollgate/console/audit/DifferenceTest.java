package dev.tollgate.console.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import org.junit.jupiter.api.Test;

class DifferenceTest {
    private static final ObjectReader JSON = new ObjectMapper().reader();

    @Test
    void whatStayedIsNotToldAndWhatLiesDeeperIsToldByItsPath() {
        assertThat(Difference.between(
                        JSON,
                        "{\"object\":\"key\",\"name\":\"ci\",\"limits\":{\"rpm\":null,\"tpm\":5}}",
                        "{\"object\":\"x\",\"name\":\"ci\",\"limits\":{\"rpm\":7,\"tpm\":6}}"))
                .containsExactly(new Difference("limits.rpm", null, "7"), new Difference("limits.tpm", "5", "6"));
    }

    @Test
    void whatWasMadeIsToldWholeLessWhatIsEmpty() {
        assertThat(Difference.between(JSON, null, "{\"models\":[],\"ips\":[\"::1\"],\"group\":null,\"on\":true}"))
                .containsExactly(new Difference("ips", null, "[\"::1\"]"), new Difference("on", null, "true"));
    }

    @Test
    void whatIsNoJsonIsToldAsItIs() {
        assertThat(Difference.between(JSON, null, "{oh")).containsExactly(new Difference("", null, "{oh"));
    }
}
