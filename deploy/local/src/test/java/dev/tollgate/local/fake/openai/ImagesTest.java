package dev.tollgate.local.fake.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.local.demo.DemoClient;
import dev.tollgate.local.demo.DemoProvider;
import dev.tollgate.local.demo.DemoSettings;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImagesTest {

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
    void givesUrlsThatLeadToRealImages() throws IOException, InterruptedException {
        JsonNode answer = generate("'prompt':'a cat','n':2,'size':'512x512'");
        HttpResponse<byte[]> file = fetch(answer.at("/data/0/url").asText());
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(file.body()));

        assertThat(answer.get("data")).hasSize(2);
        assertThat(answer.at("/data/0/url")).isNotEqualTo(answer.at("/data/1/url"));
        assertThat(answer.at("/data/0/revised_prompt").asText()).isEqualTo("a cat");
        assertThat(answer.has("usage")).isFalse();
        assertThat(file.headers().firstValue("content-type")).contains("image/png");
        requireRightChecksums(file.body());
        assertThat(image.getWidth()).isEqualTo(512);
        assertThat(image.getHeight()).isEqualTo(512);
    }

    @Test
    void hasNoImageUnderAnotherName() throws IOException, InterruptedException {
        assertThat(fetch(provider.baseUrl() + "/v1/images/files/other.png").statusCode())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({"png,1536,1024,89504E47", "jpeg,1024,1536,FFD8FF", "webp,1024,1024,52494646"})
    void writesEachFormatInTheAskedSize(String format, int width, int height, String start) throws IOException {
        JsonNode answer = generate("'prompt':'a dog','response_format':'b64_json','output_format':'%s','size':'%dx%d'"
                .formatted(format, width, height));
        byte[] file = Base64.getDecoder().decode(answer.at("/data/0/b64_json").asText());

        assertThat(HexFormat.of().withUpperCase().formatHex(file)).startsWith(start);
        if (!format.equals("webp")) {
            BufferedImage image = ImageIO.read(new ByteArrayInputStream(file));
            assertThat(image.getWidth()).isEqualTo(width);
            assertThat(image.getHeight()).isEqualTo(height);
        }
    }

    @Test
    void drawsTheSameForTheSamePromptAndATransparentGroundWhenAsked() throws IOException {
        String ask = "'response_format':'b64_json','background':'transparent','prompt':";
        byte[] cat = Base64.getDecoder()
                .decode(generate(ask + "'a cat'").at("/data/0/b64_json").asText());

        assertThat(generate(ask + "'a cat'").at("/data/0/b64_json").binaryValue())
                .isEqualTo(cat);
        assertThat(generate(ask + "'a cow'").at("/data/0/b64_json").binaryValue())
                .isNotEqualTo(cat);
        assertThat(ImageIO.read(new ByteArrayInputStream(cat)).getColorModel().hasAlpha())
                .isTrue();
    }

    @Test
    void tellsTokensByQualityAndSize() {
        JsonNode answer = generateAs("demo-image-tokens", "'prompt':'a cat','n':2,'quality':'low','size':'1024x1536'");

        assertThat(answer.at("/usage/input_tokens").asLong()).isEqualTo(2);
        assertThat(answer.at("/usage/input_tokens_details/text_tokens").asLong())
                .isEqualTo(2);
        assertThat(answer.at("/usage/output_tokens").asLong()).isEqualTo(2 * 408);
        assertThat(answer.at("/usage/total_tokens").asLong()).isEqualTo(2 + 2 * 408);
        assertThat(answer.at("/data/1/b64_json").asText()).isNotEmpty();
        assertThat(answer.get("quality").asText()).isEqualTo("low");
        assertThat(answer.get("size").asText()).isEqualTo("1024x1536");
    }

    @Test
    void streamsDraftsAndThenTheImageWithUsage() {
        HttpResponse<String> response = client.post(
                "/v1/images/generations",
                "{'model':'demo-image-tokens','prompt':'a cat','stream':true,'partial_images':2}");
        List<JsonNode> events = DemoClient.frames(response);

        assertThat(events.stream().map(event -> event.get("type").asText()))
                .containsExactly(
                        "image_generation.partial_image",
                        "image_generation.partial_image",
                        "image_generation.completed");
        assertThat(response.body())
                .contains("event: image_generation.completed\ndata: ")
                .doesNotContain("[DONE]");
        assertThat(events.get(1).get("partial_image_index").asInt()).isEqualTo(1);
        assertThat(events.get(0).get("b64_json")).isNotEqualTo(events.get(1).get("b64_json"));
        assertThat(events.get(2).at("/usage/output_tokens").asLong()).isEqualTo(1_056 + 200);
        assertThat(events.get(2).get("b64_json"))
                .isEqualTo(generateAs("demo-image-tokens", "'prompt':'a cat'").at("/data/0/b64_json"));
    }

    @Test
    void makesABigFileWhenAsked() {
        JsonNode answer = generate("'prompt':'a cat [mib:3]','response_format':'b64_json'");

        assertThat(answer.at("/data/0/b64_json").asText().length()).isGreaterThan(4 << 20);
    }

    @Test
    void breaksTheStreamInTheMiddle() {
        String rest = "'prompt':'a cat','stream':true,'partial_images':2}";
        String error = client.post("/v1/images/generations", "{'model':'fault-error-frame'," + rest)
                .body();

        assertThat(error).contains("partial_image_index\":0").contains("event: error\ndata: {\"error\"");
        assertThat(error).doesNotContain("partial_image_index\":1").doesNotContain("completed");
        assertThat(client.post("/v1/images/generations", "{'model':'fault-no-done'," + rest)
                        .body())
                .contains("partial_image_index\":1")
                .doesNotContain("completed");
        assertThat(client.post("/v1/images/generations", "{'model':'fault-no-usage'," + rest)
                        .body())
                .contains("completed")
                .doesNotContain("usage");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            demo-image        | 'n':1                                    | prompt
            demo-image        | 'prompt':''                              | prompt
            demo-image        | 'prompt':'a','n':11                      | n
            demo-image        | 'prompt':'a','n':0                       | n
            demo-image        | 'prompt':'a','size':'10x10'              | size
            demo-image        | 'prompt':'a','quality':'best'            | quality
            demo-image        | 'prompt':'a','response_format':'file'    | response_format
            demo-image        | 'prompt':'a','partial_images':1          | partial_images
            demo-image        | 'prompt':'a','partial_images':4,'stream':true | partial_images
            demo-image        | 'prompt':'a','n':2,'stream':true         | n
            demo-image        | 'prompt':'a','stream':true,'size':'256x256' | size
            demo-image        | 'prompt':'a','background':'transparent','output_format':'jpeg' | background
            demo-image        | 'prompt':'a','output_compression':50     | output_compression
            demo-image-tokens | 'prompt':'a','response_format':'b64_json' | response_format
            demo-image-tokens | 'prompt':'a','style':'vivid'             | style
            demo-image-tokens | 'prompt':'a','quality':'hd'              | quality
            demo-image-tokens | 'prompt':'a','size':'512x512'            | size
            """)
    void refusesWhatOpenAiRefuses(String model, String fields, String param) {
        HttpResponse<String> answer = client.post("/v1/images/generations", "{'model':'" + model + "'," + fields + "}");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(DemoClient.json(answer).at("/error/param").asText()).isEqualTo(param);
    }

    private static void requireRightChecksums(byte[] png) {
        ByteBuffer file = ByteBuffer.wrap(png, 8, png.length - 8);
        while (file.hasRemaining()) {
            byte[] named = new byte[4 + file.getInt()];
            file.get(named);
            CRC32 checksum = new CRC32();
            checksum.update(named);
            assertThat(file.getInt()).isEqualTo((int) checksum.getValue());
        }
    }

    private static JsonNode generate(String fields) {
        return generateAs("demo-image", fields);
    }

    private static JsonNode generateAs(String model, String fields) {
        HttpResponse<String> answer = client.post("/v1/images/generations", "{'model':'" + model + "'," + fields + "}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return DemoClient.json(answer);
    }

    private static HttpResponse<byte[]> fetch(String url) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofByteArray());
        }
    }
}
