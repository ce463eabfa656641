package dev.tollgate.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.matchesPattern;

import dev.tollgate.contract.http.Headers;
import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import org.jspecify.annotations.Nullable;

/// The management API, as operators' scripts call it.
public final class Console {
    private static final String UUID_V7 = "[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";

    private Console() {}

    public static RequestSpecification call() {
        return RestAssured.given()
                .basePath("/api/v1")
                .header("Authorization", "Bearer " + ConsoleProfile.ADMIN_TOKEN)
                .contentType(ContentType.JSON);
    }

    /// With a body that is a text of another type than JSON.
    public static RequestSpecification call(String type) {
        return call().config(RestAssuredConfig.config()
                        .encoderConfig(EncoderConfig.encoderConfig().encodeContentTypeAs(type, ContentType.TEXT)))
                .contentType(type);
    }

    public static ValidatableResponse get(String path) {
        return call().get(path).then();
    }

    public static ValidatableResponse post(String path, String body) {
        return call().body(body).post(path).then();
    }

    public static ValidatableResponse patch(String path, String body) {
        return call().body(body).patch(path).then();
    }

    public static ValidatableResponse put(String path, String body) {
        return call().body(body).put(path).then();
    }

    /// The one envelope, whole, with its request id.
    public static void isError(
            ValidatableResponse answer, int status, String type, String code, @Nullable String param) {
        answer.statusCode(status)
                .contentType(ContentType.JSON)
                .header(Headers.REQUEST_ID, matchesPattern(UUID_V7))
                .body("error", hasKey("param"))
                .body("error.type", equalTo(type))
                .body("error.code", equalTo(code))
                .body("error.param", equalTo(param));
        String message = answer.extract().path("error.message");
        assertThat(message).isNotBlank().doesNotContain("Exception").doesNotContain("127.0.0.1");
    }
}
