package dev.tollgate.batch.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import dev.tollgate.batch.Api;
import dev.tollgate.batch.EdgeStandIn;
import dev.tollgate.batch.FilesOnDisk;
import dev.tollgate.batch.store.Database;
import dev.tollgate.local.testing.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Answers between a line's end and its batch's: a second line without credit keeps the batch from ending.
@QuarkusTest
@TestProfile(FilesOnDisk.class)
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(EdgeStandIn.class)
class SealedAnswersServiceTest {
    private final Api api = new Api("acc_" + UUID.randomUUID());
    private final Database database;
    private final LineRows lines;

    SealedAnswersServiceTest(Database database, LineRows lines) {
        this.database = database;
        this.lines = lines;
    }

    @Test
    void anAnswerLiesSealedInPostgresAndIsOpenedIntoItsFile() {
        String id = answered();

        Optional<String> row = database.run(sql -> sql.first(
                found -> new String(found.getBytes("whole"), StandardCharsets.ISO_8859_1),
                "SELECT convert_to(line::text, 'UTF8') || sealed AS whole FROM line"
                        + " WHERE batch_id = ? AND number = 1 AND sealed_by = 'test' AND answer IS NULL",
                id));

        assertThat(row)
                .get()
                .asString()
                .contains("answered")
                .doesNotContain("messages")
                .doesNotContain(hex("messages"));
        assertThat(body(ended(id)).getString("asked.messages[0].content")).isEqualTo("Hi");
    }

    @Test
    void whatAVersionBeforeWroteUnsealedIsRead() {
        String id = answered();
        change("answer = convert_to('{\"old\":true}', 'UTF8'), sealed = NULL, sealed_by = NULL", id);

        assertThat(body(ended(id)).getBoolean("old")).isTrue();
    }

    @Test
    void anAnswerThatNoKeyOpensKeepsItsBatchUntilTheKeyIsBack() {
        String id = answered();
        change("sealed_by = 'gone'", id);

        assertThatIllegalStateException()
                .isThrownBy(() -> lines.each(id, outcome -> {}))
                .withMessageContaining("line 1 of " + id)
                .withMessageContaining("unknown master key gone");
        cancel(id);
        await().atMost(Duration.ofSeconds(10))
                .until(() -> api.batch(id).getString("status").equals("finalizing"));
        change("sealed_by = 'test'", id);
        assertThat(body(api.ended(id)).getString("object")).isEqualTo("answer");
    }

    /// A batch of which the first line has its answer.
    private String answered() {
        String id = api.made(Api.line("answered", "ok") + Api.line("poor", "broke"));
        await().atMost(Duration.ofSeconds(10))
                .until(() -> api.batch(id).getInt("request_counts.completed") == 1 && Api.asked(id, 2) > 0);
        return id;
    }

    private JsonPath ended(String id) {
        cancel(id);
        return api.ended(id);
    }

    private void cancel(String id) {
        api.as().post("/internal/v1/batches/" + id + "/cancel").then().statusCode(200);
    }

    private JsonPath body(JsonPath batch) {
        return JsonPath.from(api.content(batch.getString("output_file_id"))).setRootPath("response.body");
    }

    private void change(String set, String batchId) {
        String statement = "UPDATE line SET " + set + " WHERE batch_id = ? AND number = 1";
        int changed = database.run(sql -> sql.change(statement, batchId));
        assertThat(changed).isEqualTo(1);
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }
}
