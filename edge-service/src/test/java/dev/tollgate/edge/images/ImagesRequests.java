package dev.tollgate.edge.images;

import dev.tollgate.contract.billing.v1.PriceList.ModelPrice;
import dev.tollgate.contract.billing.v1.UsageClass;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.edge.endpoint.ModelRequest;
import dev.tollgate.edge.endpoint.Reading;
import dev.tollgate.edge.endpoint.TestPrices;
import dev.tollgate.edge.json.BodyReader;
import dev.tollgate.edge.provider.spi.ImagesBody;
import io.vertx.core.buffer.Buffer;
import java.util.Map;

/// Requests for pictures, read as the edge reads them.
public final class ImagesRequests {
    private ImagesRequests() {}

    public static Reading read(String body) {
        return new BodyReader().read(Buffer.buffer(body), ImagesView::of);
    }

    public static ModelRequest parsed(String body) {
        return switch (read(body)) {
            case Reading.Parsed(ModelRequest request) -> request;
            case Reading.Rejected(ServiceError error) -> throw new AssertionError(error.toString());
        };
    }

    /// Served by a model that is paid by tokens.
    public static ImagesBody body(String body) {
        ModelPrice price = TestPrices.of(Map.of(UsageClass.IMAGE_OUTPUT, 1L));
        return (ImagesBody) parsed(body).body(TestPrices.model(32_000, 16_000, Map.of()), price);
    }
}
