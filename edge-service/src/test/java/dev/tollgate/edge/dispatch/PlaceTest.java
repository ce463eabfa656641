package dev.tollgate.edge.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.edge.provider.spi.AnswerForm;
import dev.tollgate.edge.provider.spi.JsonBody;
import dev.tollgate.edge.provider.spi.Operation;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlaceTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {"messages":[{"content":"x"},{"content":[1,{"image_url":{"url":"u"}}]}]}|messages[1].content[1].image_url.url
                    {"a":[["x"],["y","u"]]}|a[1][1]
                    {"a":{"u":1},"b":"u","c":"u"}|b
                    {"a":"uu"}|''
                    """)
    void namesTheFirstPlace(String body, String place) throws JsonProcessingException {
        ObjectNode tree = (ObjectNode) JsonMapper.builder().build().readTree(body);
        assertThat(Place.of(new Said(tree), "u")).isEqualTo(place);
    }

    private record Said(ObjectNode tree) implements JsonBody {
        @Override
        public Operation operation() {
            return Operation.EMBEDDINGS;
        }

        @Override
        public String model() {
            return "m";
        }

        @Override
        public AnswerForm form() {
            return AnswerForm.OBJECT;
        }

        @Override
        public Buffer rewritten(String upstreamModel) {
            return Buffer.buffer();
        }
    }
}
