package dev.tollgate.batch;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;

import dev.tollgate.contract.http.Headers;
import dev.tollgate.local.testing.TestSecrets;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Calls of one account, as the edge makes them.
public record Api(String account) {
    private static final List<String> ENDED = List.of("completed", "failed", "expired", "cancelled");

    public RequestSpecification as() {
        return given().header(Headers.INTERNAL_TOKEN, TestSecrets.INTERNAL_TOKEN)
                .header(Headers.ACCOUNT, account)
                .header(Headers.KEY_ID, "key_1")
                .header(Headers.BATCH_KEY, "ab".repeat(32))
                .header(Headers.CLIENT_ADDRESS, "127.0.0.1");
    }

    public Response upload(String text) {
        return as().multiPart("purpose", "batch")
                .multiPart("file", "input.jsonl", text.getBytes(StandardCharsets.UTF_8), "application/jsonl")
                .post("/internal/v1/files");
    }

    /// The file's id.
    public String stored(String text) {
        return upload(text).then().statusCode(200).extract().path("id");
    }

    public Response make(String file) {
        return as().contentType("application/json")
                .body(Map.of(
                        "input_file_id", file,
                        "endpoint", "/v1/chat/completions",
                        "completion_window", "24h"))
                .post("/internal/v1/batches");
    }

    /// A batch's id.
    public String made(String lines) {
        return make(stored(lines)).then().statusCode(200).extract().path("id");
    }

    public JsonPath batch(String id) {
        return as().get("/internal/v1/batches/" + id)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    public JsonPath ended(String id) {
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> ENDED.contains(batch(id).getString("status")));
        return batch(id);
    }

    public String content(String file) {
        return as().get("/internal/v1/files/" + file + "/content")
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }

    /// A line for this model.
    public static String line(String customId, String model) {
        return "{\"custom_id\":\"" + customId + "\",\"method\":\"POST\",\"url\":\"/v1/chat/completions\",\"body\":"
                + "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}}\n";
    }

    /// How often the edge was asked for a line.
    public static int asked(String batch, int number) {
        return Integer.parseInt(given().baseUri(System.getProperty("test.edge"))
                .get("/asked/" + batch + ":" + number)
                .asString());
    }
}
