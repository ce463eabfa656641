package dev.tollgate.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrphanShippingTest {
    private static final String JOB = "tollgate-edge-ship-2-7";

    private final List<String> said = new ArrayList<>();

    @TempDir
    Path directory;

    private Cluster cluster;

    @BeforeEach
    void start() {
        cluster = new Cluster(directory);
        cluster.kubernetes.put("statefulsets", edges(2, 7));
        for (int ordinal = 0; ordinal < 3; ordinal++) {
            cluster.kubernetes.put("persistentvolumeclaims", claim("journal-tollgate-edge-" + ordinal));
        }
        cluster.kubernetes.put("persistentvolumeclaims", claim("data-tollgate-postgres-5"));
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void makesOneJobOfTheEdgesOwnPodForAnOrphan() {
        run();
        run();
        assertThat(cluster.kubernetes.writes()).containsExactly("POST jobs");
        JsonNode job = job();
        JsonNode pod = job.at("/spec/template/spec");
        assertThat(pod.path("restartPolicy").asText()).isEqualTo("Never");
        assertThat(pod.has("topologySpreadConstraints")).isFalse();
        assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
        assertThat(pod.path("volumes").toString())
                .isEqualTo(
                        "[{\"name\":\"tmp\",\"emptyDir\":{}},"
                                + "{\"name\":\"journal\",\"persistentVolumeClaim\":{\"claimName\":\"journal-tollgate-edge-2\"}}]");
        JsonNode edge = pod.at("/containers/0");
        assertThat(edge.path("image").asText()).isEqualTo("edge:1");
        assertThat(edge.has("ports")).isFalse();
        assertThat(edge.has("readinessProbe")).isFalse();
        assertThat(edge.has("lifecycle")).isFalse();
        assertThat(edge.path("volumeMounts").toString()).contains("/var/lib/tollgate");
        assertThat(edge.path("env").toString())
                .contains("{\"name\":\"TOLLGATE_EDGE_MODE\",\"value\":\"ship\"}")
                .contains("{\"name\":\"TOLLGATE_BILLING_URL\",\"value\":\"http://tollgate-billing\"}")
                .contains("{\"name\":\"TOLLGATE_SHUTDOWN_TIMEOUT\",\"value\":\"10s\"}")
                .doesNotContain("600s");
        assertThat(job.at("/spec/template/metadata/labels").toString())
                .contains("tollgate-edge-shipper")
                .doesNotContain("\"tollgate-edge\"");
        assertThat(job.at("/metadata/ownerReferences/0/uid").asText()).isEqualTo("u1");
    }

    @Test
    void notesWhatIsShippedAndShipsItAgainOnlyWhenTheEdgesWereChanged() {
        run();
        finish(JOB, "Complete");
        run();
        JsonNode claim =
                Objects.requireNonNull(cluster.kubernetes.get("persistentvolumeclaims", "journal-tollgate-edge-2"));
        assertThat(claim.at("/metadata/annotations").toString())
                .contains("\"tollgate.dev/shipped-in-generation\":\"7\"")
                .contains("\"kept\":\"yes\"");
        cluster.kubernetes.remove("jobs", JOB);
        run();
        assertThat(cluster.kubernetes.get("jobs", JOB)).isNull();
        cluster.kubernetes.put("statefulsets", edges(2, 8));
        run();
        assertThat(cluster.kubernetes.get("jobs", "tollgate-edge-ship-2-8")).isNotNull();
    }

    @Test
    void anEdgeThatIsStillEndingIsLeftAlone() {
        cluster.kubernetes.put("pods", "{\"kind\":\"Pod\",\"metadata\":{\"name\":\"tollgate-edge-2\"}}");
        run();
        assertThat(cluster.kubernetes.writes()).isEmpty();
        cluster.kubernetes.remove("pods", "tollgate-edge-2");
        run();
        assertThat(cluster.kubernetes.get("jobs", JOB)).isNotNull();
    }

    @Test
    void anEdgeThatIsWantedAgainGetsItsVolumeBack() {
        run();
        cluster.kubernetes.put("statefulsets", edges(3, 8));
        run();
        assertThat(cluster.kubernetes.get("jobs", JOB)).isNull();
    }

    @Test
    void aJobThatFailedIsFollowedByAnother() {
        run();
        finish(JOB, "Failed");
        run();
        assertThat(cluster.kubernetes.get("jobs", JOB)).isNull();
        run();
        assertThat(cluster.kubernetes.get("jobs", JOB)).isNotNull();
    }

    @Test
    void withoutAStatefulSetThereIsNothingToDo() {
        cluster.kubernetes.remove("statefulsets", "tollgate-edge");
        run();
        assertThat(cluster.kubernetes.writes()).isEmpty();
        assertThat(said).containsExactly("there is no StatefulSet tollgate-edge: nothing to ship");
    }

    private void run() {
        new OrphanShipping(cluster.api, said::add).run();
    }

    private JsonNode job() {
        return Objects.requireNonNull(cluster.kubernetes.get("jobs", JOB));
    }

    private void finish(String name, String how) {
        ObjectNode job =
                Objects.requireNonNull(cluster.kubernetes.get("jobs", name)).deepCopy();
        job.withObjectProperty("status")
                .withArrayProperty("conditions")
                .addObject()
                .put("type", how)
                .put("status", "True");
        cluster.kubernetes.put("jobs", job.toString());
    }

    private static String claim(String name) {
        return """
                {"apiVersion": "v1", "kind": "PersistentVolumeClaim",
                 "metadata": {"name": "%s", "annotations": {"kept": "yes"}}, "status": {"phase": "Bound"}}
                """.formatted(name);
    }

    private static String edges(int replicas, long generation) {
        return """
                {"apiVersion": "apps/v1", "kind": "StatefulSet",
                 "metadata": {"name": "tollgate-edge", "uid": "u1", "generation": %d},
                 "spec": {"replicas": %d, "template": {
                   "metadata": {"labels": {"app.kubernetes.io/name": "tollgate-edge"}},
                   "spec": {
                     "topologySpreadConstraints": [{"maxSkew": 1}],
                     "securityContext": {"runAsNonRoot": true},
                     "containers": [{"name": "tollgate-edge", "image": "edge:1",
                       "ports": [{"containerPort": 8080}], "readinessProbe": {"periodSeconds": 1},
                       "lifecycle": {"preStop": {"sleep": {"seconds": 5}}},
                       "env": [{"name": "TOLLGATE_BILLING_URL", "value": "http://tollgate-billing"},
                               {"name": "TOLLGATE_SHUTDOWN_TIMEOUT", "value": "600s"}],
                       "volumeMounts": [{"name": "journal", "mountPath": "/var/lib/tollgate"}]}],
                     "volumes": [{"name": "tmp", "emptyDir": {}}]}}}}
                """.formatted(generation, replicas);
    }
}
