package dev.tollgate.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// The management API as the build describes it, beside the one that was agreed on. `-Dgolden.update=true` writes it
/// anew, for the difference to be reviewed.
@QuarkusTest
class OpenApiServiceTest {
    private static final Path GOLDEN = Path.of("..", "contracts", "openapi", "console-v1.yaml");

    @Test
    void isTheOneThatWasAgreedOn() throws IOException {
        String described = RestAssured.get("/api/v1/openapi").asString();
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(GOLDEN.getParent());
            Files.writeString(GOLDEN, described);
        }
        assertThat(described).isEqualTo(Files.readString(GOLDEN));
    }

    @Test
    void isServedToEverybody() {
        assertThat(RestAssured.get("/api/v1/openapi").statusCode()).isEqualTo(200);
        assertThat(RestAssured.get("/api/v1/accounts").statusCode()).isEqualTo(401);
    }

    @Test
    void namesNoHost() {
        String described = RestAssured.given()
                .header("Host", "evil.example")
                .get("/api/v1/openapi")
                .asString();
        assertThat(described).doesNotContain("evil.example", "http://", "localhost");
    }
}
