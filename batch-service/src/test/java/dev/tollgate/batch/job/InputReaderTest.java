package dev.tollgate.batch.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.batch.Api;
import dev.tollgate.batch.job.InputReader.Input;
import dev.tollgate.contract.batch.v1.BatchView.LineError;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InputReaderTest {
    private static final String ENDPOINT = "/v1/chat/completions";

    @Test
    void tellsWhereEachLineIs() throws IOException {
        String first = Api.line("a", "m");
        String text = first + "\r\n" + Api.line("ü", "m").stripTrailing();

        Input.Taken taken = (Input.Taken) read(text);

        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        assertThat(taken.lines()).extracting(line -> line.customId()).containsExactly("a", "ü");
        assertThat(taken.lines()).extracting(line -> line.number()).containsExactly(1, 3);
        var last = taken.lines().getLast();
        assertThat(new String(bytes, (int) last.at(), last.bytes(), StandardCharsets.UTF_8))
                .isEqualTo(Api.line("ü", "m").stripTrailing());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {"custom_id":"a"                                                                              | invalid_json_line    |
                    []                                                                                            | invalid_json_line    |
                    {"custom_id":"a"} {}                                                                          | invalid_json_line    |
                    {"method":"POST","url":"/v1/chat/completions","body":{"model":"m"}}                           | invalid_request_line | custom_id
                    {"custom_id":"a","method":"GET","url":"/v1/chat/completions","body":{"model":"m"}}            | invalid_request_line | method
                    {"custom_id":"a","method":"POST","url":"/v1/embeddings","body":{"model":"m"}}                 | invalid_request_line | url
                    {"custom_id":"a","method":"POST","url":"/v1/chat/completions","body":[]}                      | invalid_request_line | body
                    {"custom_id":"a","method":"POST","url":"/v1/chat/completions","body":{"model":7}}             | invalid_request_line | body.model
                    {"custom_id":"a","method":"POST","url":"/v1/chat/completions","body":{"model":"m","stream":true}} | invalid_request_line | body.stream
                    {"custom_id":"a","method":"POST","url":"/v1/chat/completions","body":{"model":"m"},"x":1}     | invalid_request_line | x
                    """)
    void namesWhatIsWrongWithALine(String line, String code, String param) throws IOException {
        LineError error = errors(Api.line("good", "m") + line).getFirst();

        assertThat(error.code()).isEqualTo(code);
        assertThat(error.param()).isEqualTo(param);
        assertThat(error.line()).isEqualTo(2);
    }

    @Test
    void namesTheLineThatHasTheIdAlready() throws IOException {
        LineError error = errors(Api.line("a", "m") + Api.line("b", "m") + Api.line("a", "m"))
                .getFirst();

        assertThat(error.code()).isEqualTo("duplicate_custom_id");
        assertThat(error.message()).contains("line 1");
        assertThat(error.line()).isEqualTo(3);
    }

    @Test
    void refusesFilesWithoutLinesAndWithTooMany() throws IOException {
        assertThat(errors("\n \r\n").getFirst().code()).isEqualTo("empty_file");
        assertThat(errors((Api.line("a", "m") + Api.line("b", "m") + Api.line("c", "m") + Api.line("d", "m")))
                        .getFirst()
                        .code())
                .isEqualTo("too_many_lines");
        assertThat(errors(Api.line("x".repeat(400), "m")).getFirst().code()).isEqualTo("line_too_large");
    }

    @Test
    void tellsTwentyErrorsAndNoMore() throws IOException {
        assertThat(errors("x\n".repeat(50))).hasSize(20);
    }

    @Test
    void aLinesBodyIsTakenAsItIsWritten() throws IOException {
        String line = "{\"body\": {\"model\":\"m\", \"t\": 1.10, \"e\":\"\\u00fc ü\"} ,\"custom_id\":\"a\"}";

        assertThat(new String(LineRun.body(line.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8))
                .isEqualTo("{\"model\":\"m\", \"t\": 1.10, \"e\":\"\\u00fc ü\"}");
    }

    private static List<LineError> errors(String text) throws IOException {
        return ((Input.Refused) read(text)).errors();
    }

    private static Input read(String text) throws IOException {
        return InputReader.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), ENDPOINT, 3, 300);
    }
}
