package dev.tollgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.local.testing.KubernetesApi;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The bootstrap Job's program as it is packaged, against the real management API: the key that it leaves works.
class BootstrapE2e {
    private final Suite suite = Suite.running();

    @TempDir
    Path directory;

    @Test
    void theDemoKeyWorksAndASecondRunChangesNothing() throws Exception {
        Files.writeString(directory.resolve("token"), KubernetesApi.TOKEN);
        try (KubernetesApi kubernetes = new KubernetesApi()) {
            kubernetes.put("secrets", adminToken());
            assertThat(run(kubernetes)).contains("demo key: made");
            Map<String, String> secret = kubernetes.secret("tollgate-bootstrap");
            assertThat(secret).containsOnlyKeys("admin-token", "demo-key", "demo-key-id");
            HttpResponse<String> answer = suite.ask(1, secret.getOrDefault("demo-key", ""), Suite.hello("demo"));
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);

            int writes = kubernetes.writes().size();
            assertThat(run(kubernetes)).contains("demo key: is there");
            assertThat(kubernetes.secret("tollgate-bootstrap")).isEqualTo(secret);
            assertThat(kubernetes.writes()).hasSize(writes);

            kubernetes.put("secrets", adminToken());
            assertThat(run(kubernetes)).as("a key whose secret was lost").contains("demo key: made");
            String key = kubernetes.secret("tollgate-bootstrap").getOrDefault("demo-key-id", "");
            String account =
                    suite.manage("GET", "/keys/" + key, null).get("account_id").textValue();
            assertThat(suite.manage("GET", "/keys/" + secret.get("demo-key-id"), null)
                            .get("account_id")
                            .textValue())
                    .isEqualTo(account);
            assertThat(StreamSupport.stream(
                            suite.manage("GET", "/accounts/" + account + "/entries", null)
                                    .get("data")
                                    .spliterator(),
                            false))
                    .filteredOn(entry -> entry.get("kind").textValue().equals("gift"))
                    .as("credit is given once")
                    .hasSize(1);
        }
    }

    private String run(KubernetesApi kubernetes) {
        Path target = Path.of("../deploy/bootstrap/target");
        Map<String, String> environment = Map.of(
                "TOLLGATE_BOOTSTRAP", "quickstart",
                "TOLLGATE_BOOTSTRAP_PATIENCE", "PT30S",
                "TOLLGATE_CONSOLE_URL", suite.stack().consoleUrl().toString(),
                "TOLLGATE_KUBERNETES_PROXY", kubernetes.url().toString(),
                "TOLLGATE_KUBERNETES_TOKEN_FILE", directory.resolve("token").toString());
        List<String> arguments = List.of(
                "-cp",
                target.resolve("classes") + ":" + target.resolve("lib") + "/*",
                "dev.tollgate.bootstrap.Main",
                "bootstrap");
        try (ServiceProcess job = new ServiceProcess(arguments, environment)) {
            assertThat(job.exitCode()).as(job.log()).isZero();
            return job.log();
        }
    }

    private String adminToken() {
        String token =
                Base64.getEncoder().encodeToString(suite.stack().adminToken().getBytes(StandardCharsets.UTF_8));
        return "{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":{\"name\":\"tollgate-bootstrap\"},"
                + "\"data\":{\"admin-token\":\"" + token + "\"}}";
    }
}
