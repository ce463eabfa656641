package dev.tollgate.edge.provider.vertex;

import dev.tollgate.edge.provider.spi.ProviderAdapter;
import io.vertx.core.Vertx;

/// The adapter as it runs, for tests of the dispatcher.
public final class RealVertex {
    private RealVertex() {}

    /// Mints nothing: for who only reads what it answers.
    public static ProviderAdapter reading() {
        return VertexAdapterTest.adapter();
    }

    public static ProviderAdapter adapter(Vertx vertx) {
        return VertexAdapterTest.adapter(new AccessTokens(new GoogleMinter(vertx)));
    }
}
