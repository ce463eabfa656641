package dev.tollgate.e2e.kubernetes;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Pods come and go under load, and no client sees it.
class ScaleUnderLoadK8s {
    @ParameterizedTest(name = "{0} to {1} and back")
    @CsvSource({"edge, 3", "auth, 2", "routing, 2", "billing, 2", "ratelimit, 2", "console, 2"})
    void aServiceIsScaledUpAndDownAndNothingFails(String service, int most) {
        Suite suite = Suite.running();
        Promise promise = Promise.to(suite);
        try (Load load = promise.load()) {
            String workload = Suite.NAMESPACE.workload(service);
            load.goOn(Load.PER_SECOND);
            Suite.NAMESPACE.scale(workload, most);
            Suite.NAMESPACE.awaitPods(service, most);
            load.goOn(5 * Load.PER_SECOND);
            Suite.NAMESPACE.scale(workload, 1);
            Suite.NAMESPACE.awaitPods(service, 1);
            load.goOn(5 * Load.PER_SECOND);
            promise.isKeptBy(load.stop());
        }
    }
}
