package dev.tollgate.edge.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.contract.billing.v1.UsageFrame;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/// `POST /v1/responses` through a whole edge: natively (`responder`), and as a chat (`m`).
@QuarkusTest
@TestProfile(PipelineRig.Alone.class)
@NullUnmarked
class ResponsesServiceTest extends PipelineRig {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MESSAGE = "{'id':'msg_1','type':'message','status':'completed','role':'assistant',"
            + "'content':[{'type':'output_text','text':'hello','annotations':[]}]}";
    private static final String USAGE =
            "{'input_tokens':9,'input_tokens_details':{'cached_tokens':0},'output_tokens':3,"
                    + "'output_tokens_details':{'reasoning_tokens':0},'total_tokens':12}";

    @Test
    void aProviderThatKnowsResponsesIsAskedForOne() throws Exception {
        world.provider.script.add(plain(response("completed", USAGE)));
        HttpResponse<String> answer = ask("{'model':'responder','input':'hi','store':false,'unknown_field':1}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonNode sent = JSON.readTree(world.provider.bodies.getLast());
        assertThat(sent.path("model").textValue()).isEqualTo("up-responder");
        assertThat(sent.path("input").textValue()).isEqualTo("hi");
        assertThat(sent.path("unknown_field").intValue()).isEqualTo(1);
        assertThat(sent.path("max_output_tokens").longValue()).isEqualTo(World.OUTPUT_BOUND);
        JsonNode told = JSON.readTree(answer.body());
        assertThat(told.path("model").textValue()).isEqualTo("responder");
        assertThat(told.path("id").textValue()).startsWith("resp_1_");
        assertThat(charged()).isEqualTo(12 * World.NANOS_PER_TOKEN);
    }

    @Test
    void aKeptResponseIsContinuedAndNobodyElses() throws Exception {
        world.provider.script.add(plain(response("completed", USAGE)));
        String id = JSON.readTree(ask("{'model':'responder','input':'hi'}").body())
                .path("id")
                .textValue();
        world.provider.script.add(plain(response("completed", USAGE)));
        String next = "{'model':'responder','input':'go on','previous_response_id':'" + id + "'}";
        assertThat(ask(next).statusCode()).isEqualTo(200);
        assertThat(JSON.readTree(world.provider.bodies.getLast())
                        .path("previous_response_id")
                        .textValue())
                .isEqualTo("resp_1");
        enter();
        assertRefused(ask(next), "previous_response_id");
        assertThat(world.provider.bodies).isEmpty();
    }

    @Test
    void anyOtherIsAskedForAChat() throws Exception {
        HttpResponse<String> answer = ask("{'model':'m','instructions':'be kind','input':'hi'}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonNode sent = JSON.readTree(world.provider.bodies.getLast());
        assertThat(sent.path("messages")).hasSize(2);
        assertThat(sent.path("max_tokens").longValue()).isEqualTo(World.OUTPUT_BOUND);
        JsonNode told = JSON.readTree(answer.body());
        assertThat(told.at("/output/0/content/0/text").textValue()).isEqualTo("hello");
        assertThat(told.path("store").booleanValue()).isFalse();
        assertThat(told.at("/usage/total_tokens").intValue()).isEqualTo(12);
        assertThat(charged()).isEqualTo(12 * World.NANOS_PER_TOKEN);
    }

    @Test
    void whatNoProviderOfTheModelCanDoIsRefusedByItsName() throws Exception {
        assertRefused(ask("{'model':'m','input':'hi','store':true}"), "store");
        assertRefused(ask("{'model':'m','input':'hi','previous_response_id':'resp_1'}"), "previous_response_id");
        assertRefused(ask("{'model':'m','input':'hi','tools':[{'type':'web_search'}]}"), "tools[0].type");
        assertRefused(ask("{'model':'responder','input':'hi','tools':[{'type':'web_search'}]}"), "tools[0].type");
        assertRefused(ask("{'model':'responder','input':'hi','background':true}"), "background");
        assertThat(world.provider.bodies).isEmpty();
    }

    @Test
    void aStreamThatIsTranslatedEndsAsAResponseDoes() {
        world.provider.script.add(Provider.stream());
        List<String> events = events(ask("{'model':'m','input':'hi','stream':true}"));
        assertThat(events)
                .containsSubsequence("response.created", "response.output_text.delta", "response.output_item.done")
                .last()
                .isEqualTo("response.completed");
        // Usage was not told: nine tokens or so of the prompt, and four words.
        assertThat(charged()).isBetween(4 * World.NANOS_PER_TOKEN, 40 * World.NANOS_PER_TOKEN);
    }

    @Test
    void aNativeStreamIsChargedByItsLastEvent() {
        world.provider.script.add(stream(
                event("response.created", 0, "'response':" + response("in_progress", "null")),
                delta(1, "hello"),
                event("response.completed", 2, "'response':" + response("completed", USAGE))));
        HttpResponse<String> answer = ask("{'model':'responder','input':'hi','stream':true}");
        assertThat(events(answer))
                .containsExactly("response.created", "response.output_text.delta", "response.completed");
        assertThat(answer.body()).doesNotContain("[DONE]").contains("\"item_id\":\"msg_1_");
        assertThat(charged()).isEqualTo(12 * World.NANOS_PER_TOKEN);
    }

    @Test
    void aResponseThatFailsBeforeItSaysAnythingIsAStatusAndCostsNothing() {
        world.provider.script.add(stream(
                event("response.created", 0, "'response':" + response("in_progress", "null")),
                event(
                        "response.failed",
                        1,
                        "'response':{'id':'resp_1','status':'failed','error':"
                                + "{'code':'server_error','message':'no'}}")));
        HttpResponse<String> answer = ask("{'model':'responder','input':'hi','stream':true}");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(charged()).isZero();
    }

    @Test
    void aStreamThatBreaksOffEndsWithANumberedErrorAndChargesWhatCame() throws Exception {
        world.provider.script.add(stream(
                event("response.created", 0, "'response':" + response("in_progress", "null")),
                delta(1, "one two three four"),
                event("error", 2, "'code':'server_error','message':'secret words','param':null")));
        HttpResponse<String> answer = ask("{'model':'responder','input':'hi','stream':true}");
        assertThat(events(answer)).containsExactly("response.created", "response.output_text.delta", "error");
        JsonNode last = JSON.readTree(answer.body().substring(answer.body().lastIndexOf("data: ") + 6));
        assertThat(last.path("type").textValue()).isEqualTo("error");
        assertThat(last.path("sequence_number").intValue()).isEqualTo(2);
        assertThat(last.path("code").textValue()).isEqualTo("upstream_error");
        assertThat(last.at("/error/type").textValue()).isEqualTo("upstream_error");
        assertThat(answer.body()).doesNotContain("secret words");
        assertThat(charged()).isBetween(4 * World.NANOS_PER_TOKEN, 40 * World.NANOS_PER_TOKEN);
    }

    private HttpResponse<String> ask(String body) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.sendAsync(
                            HttpRequest.newBuilder(
                                            URI.create(url.toString().replace("/chat/completions", "/responses")))
                                    .header("Authorization", "Bearer " + secret)
                                    .header("Content-Type", "application/json")
                                    .timeout(Duration.ofSeconds(20))
                                    .POST(HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .join();
        }
    }

    private long charged() {
        await().until(() -> world.done(account) != null);
        UsageFrame.Done done = world.done(account);
        assertThat(done.subject().endpoint()).isEqualTo("responses");
        return done.charge();
    }

    private static void assertRefused(HttpResponse<String> answer, String param) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(JSON.readTree(answer.body()).at("/error/param").textValue()).isEqualTo(param);
    }

    private static List<String> events(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body()
                .lines()
                .filter(line -> line.startsWith("event: "))
                .map(line -> line.substring(7))
                .toList();
    }

    private static String response(String status, String usage) {
        return "{'id':'resp_1','object':'response','created_at':1,'status':'" + status + "','error':null,'model':'up',"
                + "'output':[" + (status.equals("completed") ? MESSAGE : "") + "],'usage':" + usage + "}";
    }

    private static String delta(int number, String text) {
        return event(
                "response.output_text.delta",
                number,
                "'item_id':'msg_1','output_index':0,'content_index':0,'delta':'" + text + "','logprobs':[]");
    }

    private static String event(String type, int number, String fields) {
        return "event: " + type + "\ndata: {'type':'" + type + "','sequence_number':" + number + "," + fields + "}\n\n";
    }

    private static Consumer<NetSocket> plain(String body) {
        return socket -> socket.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body.replace('\'', '"'));
    }

    private static Consumer<NetSocket> stream(String... events) {
        return socket -> socket.end(
                Buffer.buffer("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
                        + String.join("", events).replace('\'', '"')));
    }
}
