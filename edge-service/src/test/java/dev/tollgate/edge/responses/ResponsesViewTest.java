package dev.tollgate.edge.responses;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResponsesViewTest {
    @Test
    void aStringIsAnInput() {
        ResponsesRequest request = ResponsesRequests.parsed("{\"model\":\"m\",\"input\":\"hi\"}");
        assertThat(request.model()).isEqualTo("m");
        assertThat(request.stream()).isFalse();
        assertThat(request.maxOutput()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"input\":[{\"role\":\"user\",\"content\":\"hi\"}]",
                "\"input\":[{\"type\":\"message\",\"role\":\"developer\",\"content\":[{\"type\":\"input_text\","
                        + "\"text\":\"hi\"}]}]",
                "\"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_image\",\"image_url\":\"data:image/png;base64,AA\"},"
                        + "{\"type\":\"input_file\",\"file_id\":\"f\"}]}]",
                "\"input\":[{\"type\":\"function_call\",\"call_id\":\"c\",\"name\":\"f\",\"arguments\":\"{}\"},"
                        + "{\"type\":\"function_call_output\",\"call_id\":\"c\",\"output\":\"x\"}]",
                "\"input\":[{\"type\":\"custom_tool_call\",\"call_id\":\"c\",\"name\":\"f\",\"input\":\"x\"},"
                        + "{\"type\":\"custom_tool_call_output\",\"call_id\":\"c\",\"output\":[]}]",
                "\"input\":[{\"type\":\"reasoning\",\"id\":\"rs\",\"summary\":[]}]",
                "\"input\":[{\"type\":\"item_reference\",\"id\":\"msg\"}]",
                "\"input\":[{\"type\":\"of_the_future\"}]",
                "\"prompt\":{\"id\":\"pmpt\"}",
                "\"input\":\"hi\",\"conversation\":null,\"background\":false,\"store\":true",
                "\"input\":\"hi\",\"tools\":[{\"type\":\"web_search\"},{\"type\":\"custom\",\"name\":\"c\"}]",
                "\"input\":\"hi\",\"stream\":true,\"stream_options\":{\"include_obfuscation\":false}"
            })
    void whatOpenAiTakesIsTaken(String fields) {
        ResponsesRequests.parsed("{\"model\":\"m\"," + fields + "}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{`input`:`hi`} | model | missing_required_parameter",
                "{`model`:`m`} | input | missing_required_parameter",
                "{`model`:`m`,`input`:[]} | input | invalid_value",
                "{`model`:`m`,`input`:7} | input | invalid_type",
                "{`model`:`m`,`input`:[7]} | input[0] | invalid_type",
                "{`model`:`m`,`input`:[{}]} | input[0].type | missing_required_parameter",
                "{`model`:`m`,`input`:[{`role`:`tool`,`content`:`x`}]} | input[0].role | invalid_value",
                "{`model`:`m`,`input`:[{`role`:`user`}]} | input[0].content | missing_required_parameter",
                "{`model`:`m`,`input`:[{`role`:`user`,`content`:[{`type`:`text`,`text`:`x`}]}]} "
                        + "| input[0].content[0].type | invalid_value",
                "{`model`:`m`,`input`:[{`role`:`user`,`content`:[{`type`:`input_text`}]}]} "
                        + "| input[0].content[0].text | missing_required_parameter",
                "{`model`:`m`,`input`:[{`role`:`user`,`content`:[{`type`:`input_image`}]}]} "
                        + "| input[0].content[0].image_url | missing_required_parameter",
                "{`model`:`m`,`input`:[{`type`:`function_call`,`name`:`f`,`arguments`:`{}`}]} "
                        + "| input[0].call_id | missing_required_parameter",
                "{`model`:`m`,`input`:[{`type`:`function_call_output`,`call_id`:`c`}]} "
                        + "| input[0].output | missing_required_parameter",
                "{`model`:`m`,`input`:`hi`,`background`:true} | background | invalid_value",
                "{`model`:`m`,`input`:`hi`,`conversation`:`conv_1`} | conversation | invalid_value",
                "{`model`:`m`,`input`:`hi`,`previous_response_id`:7} | previous_response_id | invalid_type",
                "{`model`:`m`,`input`:`hi`,`store`:`yes`} | store | invalid_type",
                "{`model`:`m`,`input`:`hi`,`max_output_tokens`:0} | max_output_tokens | invalid_value",
                "{`model`:`m`,`input`:`hi`,`temperature`:3} | temperature | invalid_value",
                "{`model`:`m`,`input`:`hi`,`top_logprobs`:21} | top_logprobs | invalid_value",
                "{`model`:`m`,`input`:`hi`,`truncation`:`some`} | truncation | invalid_value",
                "{`model`:`m`,`input`:`hi`,`stream_options`:{}} | stream_options | invalid_value",
                "{`model`:`m`,`input`:`hi`,`tools`:[{}]} | tools[0].type | missing_required_parameter",
                "{`model`:`m`,`input`:`hi`,`tools`:[{`type`:`function`}]} | tools[0].name | missing_required_parameter",
                "{`model`:`m`,`input`:`hi`,`tools`:[{`type`:`function`,`name`:`a b`}]} | tools[0].name | invalid_value",
                "{`model`:`m`,`input`:`hi`,`tool_choice`:`any`} | tool_choice | invalid_value",
                "{`model`:`m`,`input`:`hi`,`text`:{`format`:{`type`:`xml`}}} | text.format.type | invalid_value",
                "{`model`:`m`,`input`:`hi`,`text`:{`format`:{`type`:`json_schema`,`name`:`n`}}} "
                        + "| text.format.schema | missing_required_parameter",
                "{`model`:`m`,`input`:`hi`,`reasoning`:{`effort`:1}} | reasoning.effort | invalid_type",
                "{`model`:`m`,`input`:`hi`,`include`:[1]} | include[0] | invalid_type",
                "{`model`:`m`,`input`:`hi`,`metadata`:{`a`:1}} | metadata.a | invalid_type",
                "{`model`:`m`,`input`:`hi`,`instructions`:[]} | instructions | invalid_type"
            })
    void whatIsWrongIsNamed(String body, String param, String code) {
        ServiceError error = ResponsesRequests.rejected(body.replace('`', '"'));
        assertThat(error.param()).isEqualTo(param);
        assertThat(error.code().code()).isEqualTo(code);
    }

    @Test
    void aKeyTwiceIsNoJson() {
        assertThat(ResponsesRequests.rejected("{\"model\":\"m\",\"input\":\"a\",\"input\":\"b\"}")
                        .code())
                .isEqualTo(ErrorCode.INVALID_JSON);
    }

    @Test
    void aConversationSticksByItsKeyElseByItsBeginning() {
        long first = affinity("\"input\":[{\"role\":\"user\",\"content\":\"a\"}]");
        assertThat(affinity("\"input\":[{\"role\":\"user\",\"content\":\"a\"},{\"role\":\"user\",\"content\":\"b\"}]"))
                .isEqualTo(first);
        assertThat(affinity("\"input\":[{\"role\":\"user\",\"content\":\"c\"}]"))
                .isNotEqualTo(first);
        assertThat(affinity("\"input\":\"x\",\"prompt_cache_key\":\"k\""))
                .isEqualTo(affinity("\"input\":\"y\",\"prompt_cache_key\":\"k\""));
    }

    private static long affinity(String fields) {
        return ResponsesRequests.parsed("{\"model\":\"m\"," + fields + "}").affinity();
    }
}
