package dev.tollgate.edge.images;

import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.edge.endpoint.Endpoint;
import dev.tollgate.edge.endpoint.JsonIntake;
import dev.tollgate.edge.endpoint.Taken;
import dev.tollgate.edge.json.BodyReader;
import dev.tollgate.edge.provider.spi.Operation;
import dev.tollgate.edge.upload.FormIntake;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;

/// `POST /v1/images/edits`: a form with the pictures, or JSON with their addresses.
@Singleton
public class ImageEditsEndpoint implements Endpoint {
    private final FormIntake forms;
    private final JsonIntake objects;
    private final BodyReader reader;

    public ImageEditsEndpoint(FormIntake forms, JsonIntake objects, BodyReader reader) {
        this.forms = forms;
        this.objects = objects;
        this.reader = reader;
    }

    @Override
    public Operation operation() {
        return Operation.IMAGE_EDITS;
    }

    @Override
    public String path() {
        return "/images/edits";
    }

    @Override
    public Future<Taken> take(HttpServerRequest request) {
        String contentType = request.getHeader("Content-Type");
        if (FormIntake.isForm(contentType)) {
            return forms.take(request, EditsView.FILES, EditsView::of);
        }
        return JsonIntake.isJson(contentType)
                ? objects.take(request, body -> reader.read(body, EditsView::of))
                : Future.succeededFuture(new Taken.Refused(new ServiceError(
                        ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                        "Send the body as `Content-Type: multipart/form-data` or `application/json`.")));
    }
}
