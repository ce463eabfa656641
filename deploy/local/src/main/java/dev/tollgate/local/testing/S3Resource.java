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
                "tollgate.batch.objects.kind", "s3",
                "tollgate.batch.objects.s3.endpoint", "http://127.0.0.1:" + server.actualPort(),
                "tollgate.batch.objects.s3.path-style", "true",
                "tollgate.batch.objects.s3.region", FakeS3.REGION,
                "tollgate.batch.objects.s3.bucket", FakeS3.BUCKET,
                "tollgate.batch.objects.s3.prefix", "files/",
                "tollgate.batch.objects.s3.access-key-id", FakeS3.ACCESS_KEY,
                "tollgate.batch.objects.s3.secret-access-key", FakeS3.SECRET_KEY);
    }

    @Override
    public void stop() {
        if (vertx != null) {
            vertx.close();
        }
    }
}
