package dev.tollgate.batch.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.tollgate.batch.Api;
import dev.tollgate.batch.EdgeStandIn;
import dev.tollgate.batch.FilesOnDisk;
import dev.tollgate.local.testing.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(FilesOnDisk.class)
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(EdgeStandIn.class)
class BatchServiceTest {
    private final Api api = new Api("acc_" + UUID.randomUUID());

    @Test
    void everyLineIsAskedOnceAndAnsweredInTheOutputFile() {
        String id = api.made(Api.line("first", "ok") + "\n" + Api.line("second", "ok"));

        JsonPath batch = api.ended(id);

        assertThat(batch.getString("status")).isEqualTo("completed");
        assertThat(batch.getInt("request_counts.total")).isEqualTo(2);
        assertThat(batch.getInt("request_counts.completed")).isEqualTo(2);
        assertThat(batch.getString("error_file_id")).isNull();
        List<String> lines =
                api.content(batch.getString("output_file_id")).lines().toList();
        assertThat(lines).hasSize(2);
        JsonPath third = JsonPath.from(lines.get(1));
        assertThat(third.getString("custom_id")).isEqualTo("second");
        assertThat(third.getInt("response.status_code")).isEqualTo(200);
        assertThat(third.getString("response.request_id")).isEqualTo("request-of-" + id + ":3");
        assertThat(third.getString("response.body.asked.messages[0].content")).isEqualTo("Hi");
        assertThat(third.getString("error")).isNull();
        assertThat(Api.asked(id, 1)).isEqualTo(1);
        assertThat(Api.asked(id, 3)).isEqualTo(1);
    }

    @Test
    void manyLinesAreTakenTurnByTurn() {
        String id = api.made(IntStream.range(0, 100)
                .mapToObj(i -> Api.line("line-" + i, "ok"))
                .collect(Collectors.joining()));

        JsonPath batch = api.ended(id);

        assertThat(batch.getInt("request_counts.completed")).isEqualTo(100);
        assertThat(api.content(batch.getString("output_file_id")).lines().map(line -> JsonPath.from(line)
                        .getString("custom_id")))
                .containsExactlyElementsOf(
                        IntStream.range(0, 100).mapToObj(i -> "line-" + i).toList());
    }

    @Test
    void whatIsRefusedIsToldInTheErrorFileWithItsStatus() {
        JsonPath batch = api.ended(api.made(Api.line("good", "ok") + Api.line("bad", "bad")));

        assertThat(batch.getString("status")).isEqualTo("completed");
        assertThat(batch.getInt("request_counts.failed")).isEqualTo(1);
        JsonPath line = JsonPath.from(api.content(batch.getString("error_file_id")));
        assertThat(line.getString("custom_id")).isEqualTo("bad");
        assertThat(line.getInt("response.status_code")).isEqualTo(400);
        assertThat(line.getString("response.body.error.code")).isEqualTo("invalid_value");
    }

    @Test
    void aLineWaitsForItsLimitAndIsThenAnswered() {
        String id = api.made(Api.line("patient", "limited-once"));

        JsonPath batch = api.ended(id);

        assertThat(batch.getInt("request_counts.completed")).isEqualTo(1);
        assertThat(Api.asked(id, 1)).isEqualTo(2);
    }

    @Test
    void aLineWhoseAnswerIsLostIsToldAndNotAskedAgain() {
        String id = api.made(Api.line("lost", "charged"));

        JsonPath line = JsonPath.from(api.content(api.ended(id).getString("error_file_id")));

        assertThat(line.getString("response")).isNull();
        assertThat(line.getString("error.code")).isEqualTo("answer_lost");
        assertThat(Api.asked(id, 1)).isEqualTo(1);
    }

    @Test
    void aProviderThatFailsIsAskedSoOftenAndNoMore() {
        String id = api.made(Api.line("unlucky", "fails"));

        JsonPath batch = api.ended(id);

        assertThat(batch.getInt("request_counts.failed")).isEqualTo(1);
        assertThat(Api.asked(id, 1)).isEqualTo(2);
    }

    @Test
    void withoutCreditABatchWaitsUntilItIsCancelled() {
        String id = api.made(Api.line("poor", "broke") + Api.line("poorer", "broke"));
        await().atMost(Duration.ofSeconds(10)).until(() -> Api.asked(id, 1) > 0);

        api.as().post("/internal/v1/batches/" + id + "/cancel").then().statusCode(200);
        JsonPath batch = api.ended(id);

        assertThat(batch.getString("status")).isEqualTo("cancelled");
        assertThat(api.content(batch.getString("error_file_id")).lines())
                .hasSize(2)
                .allMatch(line -> line.contains("batch_cancelled"));
    }

    @Test
    void aFileThatIsNotValidFailsTheBatchAndNamesItsLines() {
        JsonPath batch = api.ended(api.made(Api.line("twice", "ok") + Api.line("twice", "ok") + "{\n"));

        assertThat(batch.getString("status")).isEqualTo("failed");
        assertThat(batch.getList("errors.data.code")).isEqualTo(List.of("duplicate_custom_id", "invalid_json_line"));
        assertThat(batch.getList("errors.data.line")).isEqualTo(List.of(2, 3));
    }

    @Test
    void anotherAccountsBatchIsNotThere() {
        String id = api.made(Api.line("mine", "ok"));
        Api other = new Api("acc_other");

        other.as().get("/internal/v1/batches/" + id).then().statusCode(404);
        other.as().post("/internal/v1/batches/" + id + "/cancel").then().statusCode(404);
        other.make(api.stored(Api.line("mine", "ok")))
                .then()
                .statusCode(404)
                .body("error.param", equalTo("input_file_id"));
        other.as().get("/internal/v1/batches").then().body("data.size()", equalTo(0));
    }

    @Test
    void listsArePagedNewestFirst() {
        String older = api.made(Api.line("a", "ok"));
        String newer = api.made(Api.line("b", "ok"));

        JsonPath first = api.as().get("/internal/v1/batches?limit=1").jsonPath();
        JsonPath second =
                api.as().get("/internal/v1/batches?limit=1&after=" + newer).jsonPath();

        assertThat(first.getString("data[0].id")).isEqualTo(newer);
        assertThat(first.getBoolean("has_more")).isTrue();
        assertThat(second.getString("last_id")).isEqualTo(older);
        assertThat(second.getBoolean("has_more")).isFalse();
    }
}
