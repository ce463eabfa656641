package dev.tollgate.batch.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;

import dev.tollgate.batch.Api;
import dev.tollgate.batch.object.Objects;
import dev.tollgate.batch.store.StoreUnavailable;
import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/// What every store of files does alike.
record FileStory(Files files, FileRows rows, Sweep sweep, Objects objects, Api api) {
    static FileStory begin(Files files, FileRows rows, Sweep sweep, Objects objects) {
        return new FileStory(files, rows, sweep, objects, new Api("acc_" + UUID.randomUUID()));
    }

    void aFileIsGivenBackAsItCame() {
        String text = "first\nsecond ✓\n";
        JsonPath file = api.upload(text).then().statusCode(200).extract().jsonPath();
        String id = file.getString("id");

        assertThat(id).startsWith("file-");
        assertThat(file.getString("purpose")).isEqualTo("batch");
        assertThat(file.getString("filename")).isEqualTo("input.jsonl");
        assertThat(file.getLong("expires_at") - file.getLong("created_at")).isEqualTo(30 * 86_400);
        assertThat(api.content(id)).isEqualTo(text);
        assertThat(new String(files.read(id, 6, 6), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("second");
    }

    void aDeletedFilesBytesAreGone() {
        String id = api.stored("to be forgotten");

        api.as().delete("/internal/v1/files/" + id).then().statusCode(200).body("deleted", equalTo(true));

        api.as().get("/internal/v1/files/" + id).then().statusCode(404);
        assertGone(() -> objects.read(id, 0, 1));
    }

    void whatAProcessLeftHalfDeletedIsDeletedByTheSweep() {
        String id = api.stored("left behind");
        assertThat(rows.mark(api.account(), id)).isEqualTo(FileRows.Marked.MARKED);
        api.as().get("/internal/v1/files/" + id).then().statusCode(404);

        sweep.once();

        assertGone(() -> objects.read(id, 0, 1));
        assertThat(rows.toDelete(10)).isEmpty();
    }

    void anotherAccountsFileIsNotThere() {
        String id = api.stored("private");
        Api other = new Api("acc_other");

        other.as().get("/internal/v1/files/" + id).then().statusCode(404).body("error.code", equalTo("not_found"));
        other.as().get("/internal/v1/files/" + id + "/content").then().statusCode(404);
        other.as().delete("/internal/v1/files/" + id).then().statusCode(404);
        api.as().get("/internal/v1/files/" + id).then().statusCode(200);
    }

    void listsArePagedByTheLastId() {
        String first = api.stored("1");
        String second = api.stored("2");
        String third = api.stored("3");

        api.as()
                .get("/internal/v1/files?limit=2")
                .then()
                .body("data.id", equalTo(java.util.List.of(third, second)))
                .body("has_more", equalTo(true))
                .body("first_id", equalTo(third))
                .body("last_id", equalTo(second));
        api.as()
                .get("/internal/v1/files?limit=2&after=" + second)
                .then()
                .body("data.id", equalTo(java.util.List.of(first)))
                .body("has_more", equalTo(false));
        api.as().get("/internal/v1/files?order=asc").then().body("data[0].id", equalTo(first));
        api.as().get("/internal/v1/files?purpose=user_data").then().body("data", hasSize(0));
    }

    void whatIsTooLargeOrTooMuchIsRefused() {
        api.upload("x".repeat(33 * 1024)).then().statusCode(413).body("error.param", equalTo("file"));
        api.stored("x".repeat(30 * 1024));
        api.stored("x".repeat(30 * 1024));
        api.upload("x".repeat(30 * 1024))
                .then()
                .statusCode(413)
                .body("error.message", startsWith("The account's files would be larger than 65536 bytes"));
    }

    void whatIsMissingOrWrongIsNamed() {
        api.as()
                .multiPart("purpose", "batch")
                .post("/internal/v1/files")
                .then()
                .statusCode(400)
                .body("error.param", equalTo("file"));
        api.as()
                .multiPart("file", "a.jsonl", new byte[] {1})
                .multiPart("purpose", "holiday")
                .post("/internal/v1/files")
                .then()
                .statusCode(400)
                .body("error.param", equalTo("purpose"));
        api.as()
                .multiPart("file", "a.jsonl", new byte[] {1})
                .multiPart("purpose", "batch")
                .multiPart("expires_after[anchor]", "created_at")
                .multiPart("expires_after[seconds]", "5")
                .post("/internal/v1/files")
                .then()
                .statusCode(400)
                .body("error.param", equalTo("expires_after[seconds]"));
    }

    void aFormThatIsBrokenIsTheCallersFault() {
        Stream.of(
                        "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nRIFF",
                        "--b\r\nContent-Disp\u0000sition\r\n\r\nx\r\n--b--\r\n",
                        """
                        --b
                        Content-Disposition: form-data; name="purpose"
                        Content-Type: text/plain; charset=none

                        batch
                        --b--
                        """.replace("\n", "\r\n"),
                        "no form")
                .forEach(this::isRefused);
    }

    private void isRefused(String body) {
        api.as()
                .config(RestAssured.config()
                        .encoderConfig(EncoderConfig.encoderConfig()
                                .encodeContentTypeAs("multipart/form-data", ContentType.TEXT)))
                .contentType("multipart/form-data; boundary=b")
                .body(body)
                .post("/internal/v1/files")
                .then()
                .statusCode(400)
                .body("error.type", equalTo("invalid_request_error"));
    }

    /// Nobody can write below a file, root included.
    void aDiskThatTakesNoUploadIsOursAndTriedAgain() throws IOException {
        Path uploads = Path.of("target/test-uploads");
        Path aside = uploads.resolveSibling("test-uploads-aside");
        java.nio.file.Files.move(uploads, aside);
        try {
            java.nio.file.Files.createFile(uploads);
            api.upload("x")
                    .then()
                    .statusCode(503)
                    .header("Retry-After", equalTo("1"))
                    .body("error.code", equalTo("service_unavailable"))
                    .body("error.message", equalTo("The file cannot be taken now; try again."));
        } finally {
            java.nio.file.Files.delete(uploads);
            java.nio.file.Files.move(aside, uploads);
        }
        api.upload("x").then().statusCode(200);
    }

    private static void assertGone(ThrowingCallable reading) {
        assertThat(org.assertj.core.api.Assertions.catchThrowable(reading)).isInstanceOf(StoreUnavailable.class);
    }
}
