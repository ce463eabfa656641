package dev.tollgate.local.fake.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.local.demo.DemoClient;
import dev.tollgate.local.demo.DemoProvider;
import dev.tollgate.local.demo.DemoSettings;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResponsesTest {

    private static DemoProvider provider;
    private static DemoClient client;

    @BeforeAll
    static void start() {
        provider = DemoProvider.start(DemoSettings.onFreePort());
        client = new DemoClient(provider.baseUrl());
    }

    @AfterAll
    static void stop() {
        provider.close();
    }

    @Test
    void saysWhatAChatOfTheSameMessagesWouldSay() {
        JsonNode response = json("'input':'hello'");
        assertThat(response.at("/output/0/content/0/text").textValue()).isEqualTo("You said: hello");
        assertThat(response.path("status").textValue()).isEqualTo("completed");
        assertThat(response.at("/usage/total_tokens").longValue())
                .isEqualTo(response.at("/usage/input_tokens").longValue()
                        + response.at("/usage/output_tokens").longValue());
    }

    @Test
    void whatIsStoredIsContinued() {
        String id = json("'input':'my name is Ada'").path("id").textValue();
        JsonNode next = json("'input':'go on','previous_response_id':'" + id + "'");
        assertThat(next.at("/usage/input_tokens").longValue())
                .isGreaterThan(json("'input':'go on'").at("/usage/input_tokens").longValue());
        String unkept = json("'input':'hello','store':false").path("id").textValue();
        assertThat(code("'input':'x','previous_response_id':'" + unkept + "'"))
                .isEqualTo("previous_response_not_found");
    }

    @Test
    void thoughtsComeBackUnderTheSameKeyAlone() {
        String body = "{'model':'demo-reasoning','input':'hm','include':['reasoning.encrypted_content']}";
        JsonNode thoughts = DemoClient.json(post(body)).at("/output/0");
        assertThat(thoughts.path("type").textValue()).isEqualTo("reasoning");
        assertThat(answer("'input':[" + thoughts + ",{'role':'user','content':'go on'}]")
                        .statusCode())
                .isEqualTo(200);
        assertThat(code("'input':[{'type':'reasoning','summary':[],'encrypted_content':'gAAA'}]"))
                .isEqualTo("invalid_encrypted_content");
    }

    @Test
    void aStreamIsNumberedAndEndsWithTheWholeResponse() {
        List<String> events = answer("'input':'hello','stream':true")
                .body()
                .lines()
                .filter(line -> line.startsWith("event: "))
                .toList();
        assertThat(events)
                .startsWith("event: response.created", "event: response.in_progress")
                .endsWith("event: response.output_item.done", "event: response.completed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'input':'x','messages':[] | unknown_parameter",
                "'stream':true | missing_required_parameter",
                "'input':'x','max_output_tokens':15 | integer_below_min_value",
                "'input':[{'role':'tool','content':'x'}] | invalid_value",
                "'input':[{'role':'user','content':[{'type':'output_text','text':'x'}]}] | invalid_value",
                "'input':'x','tools':[{'type':'function','function':{'name':'f'}}] | missing_required_parameter",
                "'input':'x','include':['everything'] | invalid_value"
            })
    void refusesWhatOpenAiRefuses(String fields, String code) {
        assertThat(code(fields)).isEqualTo(code);
    }

    private static JsonNode json(String fields) {
        return DemoClient.json(answer(fields));
    }

    private static String code(String fields) {
        HttpResponse<String> answer = answer(fields);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        return DemoClient.json(answer).at("/error/code").asText();
    }

    private static HttpResponse<String> answer(String fields) {
        return post("{'model':'demo'," + fields + "}");
    }

    private static HttpResponse<String> post(String body) {
        return client.post("/v1/responses", body.replace('\'', '"'));
    }
}
