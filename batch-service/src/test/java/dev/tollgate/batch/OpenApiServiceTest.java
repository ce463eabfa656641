package dev.tollgate.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.local.testing.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// The inner API as the build describes it, beside the one that was agreed on. `-Dgolden.update=true` writes it
/// anew, for the difference to be reviewed.
@QuarkusTest
@TestProfile(FilesOnDisk.class)
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(EdgeStandIn.class)
class OpenApiServiceTest {
    private static final Path GOLDEN = Path.of("..", "contracts", "openapi", "batch-v1.yaml");

    @Test
    void isTheOneThatWasAgreedOn() throws IOException {
        String described = RestAssured.get("/q/openapi").asString();
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(GOLDEN.getParent());
            Files.writeString(GOLDEN, described);
        }
        assertThat(described).isEqualTo(Files.readString(GOLDEN));
    }
}
