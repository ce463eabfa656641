package dev.tollgate.edge.images;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tollgate.contract.billing.v1.PriceList.ModelPrice;
import dev.tollgate.contract.billing.v1.UsageClass;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.edge.endpoint.ModelRequest;
import dev.tollgate.edge.endpoint.Reading;
import dev.tollgate.edge.endpoint.TestPrices;
import dev.tollgate.edge.json.BodyReader;
import dev.tollgate.edge.provider.spi.CallBody;
import dev.tollgate.edge.provider.spi.ImagesBody;
import dev.tollgate.edge.upload.Form;
import dev.tollgate.edge.upload.Forms;
import io.vertx.core.buffer.Buffer;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Requests for pictures, read as the edge reads them.
public final class ImagesRequests {
    private ImagesRequests() {}

    public static Reading read(String body) {
        return new BodyReader().read(Buffer.buffer(body), ImagesView::of);
    }

    /// To change pictures, as JSON.
    static Reading readEdit(String body) {
        return new BodyReader().read(Buffer.buffer(body), EditsView::of);
    }

    public static ModelRequest parsed(String body) {
        return understood(read(body));
    }

    private static ModelRequest understood(Reading reading) {
        return switch (reading) {
            case Reading.Parsed(ModelRequest request) -> request;
            case Reading.Rejected(ServiceError error) -> throw new AssertionError(error.toString());
        };
    }

    /// Served by a model that is paid by tokens.
    public static ImagesBody body(String body) {
        return (ImagesBody) byTokens(parsed(body));
    }

    /// To change pictures: `{"form": {…}}` for a form, else JSON as it is.
    public static CallBody edit(String body) {
        JsonNode form = form(body);
        return byTokens(form == null ? understood(readEdit(body)) : EditsView.of(file(form)));
    }

    /// Of `{"form": {…}}`.
    public static CallBody variation(String body) {
        return byTokens(ImageVariationsEndpoint.read(file(Objects.requireNonNull(form(body)))));
    }

    private static CallBody byTokens(ModelRequest request) {
        ModelPrice price = TestPrices.of(Map.of(UsageClass.IMAGE_OUTPUT, 1L));
        return request.body(TestPrices.model(32_000, 16_000, Map.of()), price);
    }

    private static Form file(JsonNode form) {
        return Forms.of(Buffer.buffer("PNG"), 70, Forms.fields(form));
    }

    private static @Nullable JsonNode form(String body) {
        try {
            return JsonMapper.builder().build().readTree(body).get("form");
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
