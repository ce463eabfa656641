package dev.tollgate.bootstrap;

import dev.tollgate.local.testing.KubernetesApi;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A cluster to test against, as a pod with a service account sees it.
final class Cluster implements AutoCloseable {
    final KubernetesApi kubernetes = new KubernetesApi();
    final KubeApi api;

    Cluster(Path directory) {
        try {
            Path token = Files.writeString(directory.resolve("token"), KubernetesApi.TOKEN + "\n");
            api = new KubeApi(new KubeAccess(kubernetes.url(), KubernetesApi.NAMESPACE, token, null));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        kubernetes.close();
    }
}
