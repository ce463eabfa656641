package dev.tollgate.edge.images;

import dev.tollgate.edge.endpoint.Endpoint;
import dev.tollgate.edge.endpoint.Taken;
import dev.tollgate.edge.provider.spi.AnswerForm;
import dev.tollgate.edge.provider.spi.Operation;
import dev.tollgate.edge.upload.FileFields;
import dev.tollgate.edge.upload.Form;
import dev.tollgate.edge.upload.FormIntake;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;

/// `POST /v1/images/variations`.
@Singleton
public class ImageVariationsEndpoint implements Endpoint {
    private static final String IMAGE = "image";

    private final FormIntake intake;

    public ImageVariationsEndpoint(FormIntake intake) {
        this.intake = intake;
    }

    @Override
    public Operation operation() {
        return Operation.IMAGE_VARIATIONS;
    }

    @Override
    public String path() {
        return "/images/variations";
    }

    @Override
    public Future<Taken> take(HttpServerRequest request) {
        return intake.take(request, FileFields.one(IMAGE), ImageVariationsEndpoint::read);
    }

    static ImageFormRequest read(Form form) {
        WantedView view = new WantedView(Fields.of(form));
        String model = view.model();
        form.requiredFile(IMAGE);
        return new ImageFormRequest(Operation.IMAGE_VARIATIONS, model, view.varied(), AnswerForm.OBJECT, form);
    }
}
