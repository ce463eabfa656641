package dev.tollgate.e2e.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// Edges are added for the streams that they hold, and taken away again while others run: the shipped autoscaler,
/// with a smaller target, and quicker to take away, than in production.
class StreamScalingK8s {
    private static final int MANY = 50;
    private static final int FEW = 9;
    private static final int EACH = 20;
    private static final String QUICKLY = """
            {"spec": {"behavior": {"scaleDown": {
              "stabilizationWindowSeconds": 15, "policies": [{"type": "Pods", "value": 1, "periodSeconds": 15}]}}}}
            """;

    @AfterAll
    static void clean() {
        Suite.NAMESPACE.delete();
        Suite.forget();
    }

    @Test
    void streamsAddEdgesAndAnEdgeThatIsTakenAwayCutsNone() {
        assumeTrue(CustomMetrics.possible(), "the tests do not run on the cluster's node");
        Suite.NAMESPACE.delete();
        Suite.forget();
        try (CustomMetrics metrics = CustomMetrics.start()) {
            Helm helm = new Helm(Suite.NAMESPACE);
            helm.install(values());
            Suite.NAMESPACE.run("patch", "horizontalpodautoscaler", "tollgate-edge", "--patch", QUICKLY);
            Suite suite = Suite.found();
            Promise few = Promise.to(suite);
            Promise many = Promise.to(suite);
            try (Load lasting = Load.start(suite.edge(), few.customer().secret(), 5, FEW)) {
                try (Load more = Load.start(suite.edge(), many.customer().secret(), 5, MANY)) {
                    Suite.NAMESPACE.awaitPods("edge", 3);
                    more.goOn(100);
                    assertThat(metrics.values("tollgate_edge_streams")).hasSize(3);
                    many.isKeptBy(more.stop());
                }
                Suite.NAMESPACE.awaitPods("edge", 1);
                lasting.goOn(50);
                few.isKeptBy(lasting.stop());
            }
        }
    }

    /// One pod of each but the edges.
    private static List<String> values() {
        List<String> values = new ArrayList<>(List.of("--create-namespace", "--wait", "--timeout", "8m"));
        for (String service : List.of("auth", "routing", "billing", "ratelimit", "console")) {
            values.addAll(List.of(
                    "--set", "autoscaling.%s.minReplicas=1,autoscaling.%s.maxReplicas=1".formatted(service, service)));
        }
        values.addAll(List.of(
                "--set", "autoscaling.enabled=true,autoscaling.edge.minReplicas=1,autoscaling.edge.maxReplicas=3"));
        values.addAll(
                List.of("--set", "autoscaling.edgeStreams.enabled=true,autoscaling.edgeStreams.requestsPerSecond=0"));
        values.addAll(List.of("--set", "autoscaling.edgeStreams.streams=" + EACH));
        return values;
    }
}
