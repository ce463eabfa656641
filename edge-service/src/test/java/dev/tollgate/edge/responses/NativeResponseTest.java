package dev.tollgate.edge.responses;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.edge.provider.spi.ResponsesBody;
import dev.tollgate.edge.provider.spi.Spoken;
import org.junit.jupiter.api.Test;

/// What a provider keeps or seals comes back to it alone, and to the same account alone.
class NativeResponseTest {
    private static final String OTHER_SECRET = "sk-2";
    private static final String OTHER_ACCOUNT = "acc_2";

    private final Keeper keeper = Keeper.of(ResponsesRequests.upstream("sk-1"), ResponsesRequests.ACCOUNT);

    @Test
    void theBodyPassesByteForByteButForTheModelAndTheBound() {
        ResponsesBody body = ResponsesRequests.body(
                "{ \"input\" : \"hi\",\"future\":{\"a\":1} , \"model\":\"m\", \"max_output_tokens\": 9999 }");
        assertThat(body.rewritten("up", 40L))
                .hasToString(
                        "{ \"input\" : \"hi\",\"future\":{\"a\":1} , \"model\":\"up\", \"max_output_tokens\": 40 }");
    }

    @Test
    void aKeptResponseIsContinuedUnderTheProvidersOwnName() throws Exception {
        JsonNode sent =
                sent("{\"model\":\"m\",\"input\":\"hi\",\"previous_response_id\":\"" + keeper.shown("resp_1") + "\"}");
        assertThat(sent.path("previous_response_id").textValue()).isEqualTo("resp_1");
    }

    @Test
    void aResponseThatIsKeptElsewhereIsNotAskedForHere() {
        String body = "{\"model\":\"m\",\"input\":\"hi\",\"previous_response_id\":\"" + keeper.shown("resp_1") + "\"}";
        assertUnsaid(body, OTHER_SECRET, ResponsesRequests.ACCOUNT, "previous_response_id");
    }

    @Test
    void noAccountContinuesAnothersResponse() {
        String body = "{\"model\":\"m\",\"input\":\"hi\",\"previous_response_id\":\"" + keeper.shown("resp_1") + "\"}";
        assertUnsaid(body, "sk-1", OTHER_ACCOUNT, "previous_response_id");
    }

    @Test
    void aNameThatNobodyWasToldIsRefused() {
        assertUnsaid(
                "{\"model\":\"m\",\"input\":\"hi\",\"previous_response_id\":\"resp_1\"}",
                "sk-1",
                ResponsesRequests.ACCOUNT,
                "previous_response_id");
        assertUnsaid(
                "{\"model\":\"m\",\"input\":[{\"type\":\"item_reference\",\"id\":\"msg_1\"}]}",
                "sk-1",
                ResponsesRequests.ACCOUNT,
                "input[0].id");
    }

    @Test
    void itemsComeBackUnderTheProvidersOwnNames() throws Exception {
        JsonNode input = sent("{\"model\":\"m\",\"input\":[" + items() + "]}").path("input");
        assertThat(input.path(0).path("id").textValue()).isEqualTo("rs_1");
        assertThat(input.path(0).path("encrypted_content").textValue()).isEqualTo("gAAAA");
        assertThat(input.path(1).path("id").textValue()).isEqualTo("fc_1");
    }

    @Test
    void anotherProvidersThoughtsAreLeftOutAndItsNamesToo() throws Exception {
        Spoken spoken = ResponsesRequests.spoken(
                "{\"model\":\"m\",\"input\":[" + items() + "]}",
                OTHER_SECRET,
                ResponsesRequests.ACCOUNT,
                "chat",
                "responses");
        JsonNode input = sent((ResponsesBody) ((Spoken.Said) spoken).body()).path("input");
        assertThat(input).hasSize(1);
        assertThat(input.path(0).path("type").textValue()).isEqualTo("function_call");
        assertThat(input.path(0).has("id")).isFalse();
    }

    @Test
    void thoughtsThatAChatHasToldAreNothingToResponses() throws Exception {
        String sealed = Thoughts.sealed("hm", new ObjectMapper().createArrayNode(), keeper);
        JsonNode input = sent("{\"model\":\"m\",\"input\":[{\"type\":\"reasoning\",\"id\":\"rs_1_0\",\"summary\":[],"
                        + "\"encrypted_content\":\"" + sealed + "\"},{\"role\":\"user\",\"content\":\"hi\"}]}")
                .path("input");
        assertThat(input).hasSize(1);
    }

    @Test
    void whatTheCallerHasFromElsewhereIsTheProvidersToJudge() throws Exception {
        String item = "{\"type\":\"reasoning\",\"id\":\"rs_9\",\"summary\":[],\"encrypted_content\":\"foreign\"}";
        JsonNode input = sent("{\"model\":\"m\",\"input\":[" + item + "]}").path("input");
        assertThat(input.path(0)).isEqualTo(new ObjectMapper().readTree(item));
    }

    @Test
    void toolsOfTheProvidersOwnAreRefusedWhereTheyAreNotAllowed() {
        Spoken spoken = ResponsesRequests.spoken(
                "{\"model\":\"m\",\"input\":\"hi\",\"tools\":[{\"type\":\"web_search\"}]}",
                "sk-1",
                ResponsesRequests.ACCOUNT,
                "chat",
                "responses");
        assertThat(spoken).isInstanceOfSatisfying(Spoken.Unsaid.class, unsaid -> assertThat(unsaid.param())
                .isEqualTo("tools[0].type"));
    }

    private String items() {
        return "{\"type\":\"reasoning\",\"id\":\"" + keeper.shown("rs_1") + "\",\"summary\":[],\"encrypted_content\":\""
                + keeper.sealed("gAAAA") + "\"},{\"type\":\"function_call\",\"id\":\"" + keeper.shown("fc_1")
                + "\",\"call_id\":\"c\",\"name\":\"f\",\"arguments\":\"{}\"}";
    }

    private static void assertUnsaid(String body, String secret, String account, String param) {
        assertThat(ResponsesRequests.spoken(body, secret, account, "chat", "responses"))
                .isInstanceOfSatisfying(Spoken.Unsaid.class, unsaid -> assertThat(unsaid.param())
                        .isEqualTo(param));
    }

    private static JsonNode sent(String body) throws Exception {
        return sent(ResponsesRequests.body(body));
    }

    private static JsonNode sent(ResponsesBody body) throws Exception {
        return new ObjectMapper().readTree(body.rewritten("up", null).getBytes());
    }
}
