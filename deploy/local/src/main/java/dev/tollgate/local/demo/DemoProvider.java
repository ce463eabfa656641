package dev.tollgate.local.demo;

import dev.tollgate.local.mail.MailSink;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A running demo provider: a program of its own, or a part of a test.
public final class DemoProvider implements AutoCloseable {

    private static final int MAX_HEADER_BYTES = 32 << 10;
    private static final int MAX_FORM_FIELD_BYTES = 1 << 20;
    private static final int MAX_MESSAGE_BYTES = 24 << 20;
    private static final int CLOSE_SECONDS = 5;

    private final Vertx vertx;
    private final URI baseUrl;

    private DemoProvider(Vertx vertx, URI baseUrl) {
        this.vertx = vertx;
        this.baseUrl = baseUrl;
    }

    /// Starts listening.
    ///
    /// @throws IllegalStateException when the port is taken
    public static DemoProvider start(DemoSettings settings) {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setUseDaemonThread(true));
        HttpServerOptions options = new HttpServerOptions()
                .setMaxHeaderSize(MAX_HEADER_BYTES)
                .setMaxFormAttributeSize(MAX_FORM_FIELD_BYTES)
                .setMaxWebSocketFrameSize(MAX_MESSAGE_BYTES)
                .setMaxWebSocketMessageSize(MAX_MESSAGE_BYTES)
                .setPerMessageWebSocketCompressionSupported(false)
                .addWebSocketSubProtocol("realtime");
        try {
            HttpServer server = vertx.createHttpServer(options)
                    .requestHandler(DemoRoutes.router(vertx, settings))
                    .listen(settings.port(), settings.host())
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(CLOSE_SECONDS, TimeUnit.SECONDS);
            return new DemoProvider(vertx, URI.create("http://" + settings.host() + ":" + server.actualPort()));
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            vertx.close();
            throw new IllegalStateException("the demo provider cannot listen on port " + settings.port(), e);
        }
    }

    /// Without the version path: `http://127.0.0.1:8086`.
    public URI baseUrl() {
        return baseUrl;
    }

    @Override
    public void close() {
        try {
            vertx.close().toCompletionStage().toCompletableFuture().get(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the demo provider did not stop", e);
        }
    }

    /// The program. Ends on SIGTERM.
    public static void main(String[] arguments) throws InterruptedException {
        DemoProvider provider = start(DemoSettings.read(System.getenv(), arguments));
        System.out.println("Demo provider: " + provider.baseUrl() + "/v1");
        String mails = System.getenv("DEMO_MAIL_DIR");
        if (mails != null) {
            MailSink sink = MailSink.start(Path.of(mails), Integer.parseInt(System.getenv("DEMO_SMTP_PORT")));
            System.out.println("Mails: from port " + sink.port() + " to " + mails);
        }
        new CountDownLatch(1).await();
    }
}
