package dev.tollgate.local.fake.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.local.demo.DemoClient;
import dev.tollgate.local.demo.DemoProvider;
import dev.tollgate.local.demo.DemoSettings;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Edits and variations.
class ImageFormsTest {

    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    private static final String TOKENS = "demo-image-tokens";
    private static final String EDITS = "/v1/images/edits";
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
    void editsSeveralPicturesByTokens() {
        JsonNode answer = DemoClient.json(post(
                EDITS,
                form(TOKENS)
                        .field("n", "2")
                        .file("image[]", "b.png", "image/png", PNG)
                        .file("mask", "m.png", "image/png", PNG)));

        assertThat(answer.get("data")).hasSize(2);
        assertThat(answer.at("/usage/input_tokens_details/image_tokens").asLong())
                .isEqualTo(3 * 194);
    }

    @Test
    void streamsAnEditByItsOwnEvents() {
        HttpResponse<String> answer =
                post(EDITS, form(TOKENS).field("stream", "true").field("partial_images", "1"));

        assertThat(answer.body())
                .contains("event: image_edit.partial_image\n", "event: image_edit.completed\n")
                .doesNotContain("[DONE]");
    }

    @Test
    void editsByAddressesAndFollowsNone() {
        JsonNode answer = DemoClient.json(client.post(
                EDITS,
                "{'model':'demo-image-tokens','prompt':'p','images':[{'image_url':'https://files.example/a.png'}]}"));

        assertThat(answer.at("/usage/input_tokens_details/image_tokens").asLong())
                .isEqualTo(194);
    }

    @Test
    void variesOnePicture() {
        JsonNode answer = DemoClient.json(post(
                "/v1/images/variations",
                new Form().field("model", "demo-image").field("n", "2").file("image", "a.png", "image/png", PNG)));

        assertThat(answer.get("data")).hasSize(2);
        assertThat(answer.has("usage")).isFalse();
    }

    @Test
    void refusesFilesThatAreNoPictures() {
        assertThat(error(new Form().field("model", TOKENS).field("prompt", "p").file("image", "a.png", PNG)))
                .isEqualTo("image unsupported_file_mimetype");
        assertThat(error(new Form()
                        .field("model", TOKENS)
                        .field("prompt", "p")
                        .file("image", "a.png", "image/png", new byte[] {1, 2})))
                .isEqualTo("image invalid_image_file");
        assertThat(error(new Form().field("model", TOKENS).field("prompt", "p")))
                .isEqualTo("image missing_required_parameter");
    }

    @Test
    void refusesWhatItsModelsDoNotTake() {
        assertThat(error(form(TOKENS).field("response_format", "url"))).isEqualTo("response_format unknown_parameter");
        assertThat(error(form("demo-image").file("image[]", "b.png", "image/png", PNG)))
                .isEqualTo("image array_above_max_length");
        assertThat(error(form(TOKENS).field("style", "vivid"))).isEqualTo("null null");
        assertThat(post("/v1/images/variations", form(TOKENS)).statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'prompt':'p'                                        | images
            'prompt':'p','images':[]                            | images
            'prompt':'p','images':[{'image_url':'ftp://a'}]     | images[0].image_url
            'prompt':'p','images':[{'file_id':'file-1'}]        | images[0].image_url
            'images':[{'image_url':'https://a'}]                | prompt
            """)
    void refusesAddressesThatAreNone(String fields, String param) {
        HttpResponse<String> answer = client.post(EDITS, "{'model':'demo-image-tokens'," + fields + "}");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(DemoClient.json(answer).at("/error/param").asText()).isEqualTo(param);
    }

    private static Form form(String model) {
        return new Form().field("model", model).field("prompt", "p").file("image", "a.png", "image/png", PNG);
    }

    private static String error(Form form) {
        HttpResponse<String> answer = post(EDITS, form);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        JsonNode error = DemoClient.json(answer).get("error");
        return error.get("param").asText() + " " + error.get("code").asText();
    }

    private static HttpResponse<String> post(String path, Form form) {
        return form.post(provider.baseUrl().resolve(path));
    }
}
