package dev.tollgate.edge.reference;

import dev.tollgate.contract.http.Headers;
import dev.tollgate.edge.door.Exchange;
import dev.tollgate.edge.door.PublicRoute;
import dev.tollgate.edge.door.PublicRoutes;
import io.vertx.core.buffer.Buffer;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/// Shows the OpenAPI document, to anybody.
@Singleton
public class ReferenceEndpoint implements PublicRoutes {
    static final String DOCUMENT = "/openapi/v1.json";

    private final Buffer document = read();

    private static Buffer read() {
        try (InputStream in = Objects.requireNonNull(ReferenceEndpoint.class.getResourceAsStream(DOCUMENT))) {
            return Buffer.buffer(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<PublicRoute> publicRoutes() {
        return List.of(PublicRoute.get("/openapi.json", "openapi", this::show));
    }

    private void show(Exchange exchange) {
        exchange.response()
                .putHeader(Headers.REQUEST_ID, exchange.id())
                .putHeader("Content-Type", "application/json")
                .putHeader("Cache-Control", "public, max-age=300")
                .end(document);
    }
}
