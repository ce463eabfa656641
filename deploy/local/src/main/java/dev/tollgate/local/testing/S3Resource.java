package dev.tollgate.local.testing;

import dev.tollgate.local.fake.s3.FakeS3;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A bucket of the strict fake, and the settings by which batch uses it.
public final class S3Resource implements QuarkusTestResourceLifecycleManager {
    private @Nullable Vertx vertx;

    @Override
    public Map<String, String> start() {
        Vertx own = Vertx.vertx();
        vertx = own;
        FakeS3 fake = new FakeS3();
        HttpServer server = own.createHttpServer()
                .requestHandler(fake::handle)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        return Map.of(
                "tollgate.batch.objects.kind",
                "bucket",
                "tollgate.batch.bucket.endpoint",
                "http://127.0.0.1:" + server.actualPort(),
                "tollgate.batch.bucket.path-style",
                "true",
                "tollgate.batch.bucket.region",
                FakeS3.REGION,
                "tollgate.batch.bucket.name",
                FakeS3.BUCKET,
                "tollgate.batch.bucket.prefix",
                "files/",
                "tollgate.batch.bucket.access-key-id",
                FakeS3.ACCESS_KEY,
                "tollgate.batch.bucket.secret-access-key",
                FakeS3.SECRET_KEY);
    }

    @Override
    public void stop() {
        if (vertx != null) {
            vertx.close();
        }
    }
}
