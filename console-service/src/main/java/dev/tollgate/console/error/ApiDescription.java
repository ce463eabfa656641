package dev.tollgate.console.error;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/// What all operations have in common in the OpenAPI document: who may call, and the one error envelope. Pages are not
/// in it.
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class ApiDescription implements OASFilter {
    private static final String ENVELOPE = "ErrorEnvelope";
    private static final String TOKEN = "adminToken";

    @Override
    public void filterOpenAPI(OpenAPI api) {
        if (api.getComponents() == null) {
            api.setComponents(OASFactory.createComponents());
        }
        api.getComponents().addSchema(ENVELOPE, envelope()).addSecurityScheme(TOKEN, token());
        api.addSecurityRequirement(OASFactory.createSecurityRequirement().addScheme(TOKEN));
        List.copyOf(api.getPaths().getPathItems().keySet()).stream()
                .filter(path -> !path.startsWith("/api/"))
                .forEach(api.getPaths()::removePathItem);
        api.getPaths().getPathItems().values().forEach(path -> path.getOperations()
                .values()
                .forEach(ApiDescription::describe));
    }

    private static void describe(Operation operation) {
        operation.getResponses().removeAPIResponse("400");
        operation.getResponses().addAPIResponse("default", error());
    }

    private static APIResponse error() {
        Schema reference = OASFactory.createSchema().ref("#/components/schemas/" + ENVELOPE);
        return OASFactory.createAPIResponse()
                .description("Any error: the status and `code` say which")
                .content(OASFactory.createContent()
                        .addMediaType(
                                "application/json", OASFactory.createMediaType().schema(reference)));
    }

    private static Schema envelope() {
        Schema body = object().addProperty("message", text("For people."))
                .addProperty("type", text("What kind of error: `invalid_request_error`, `not_found_error`, …"))
                .addProperty("param", text("The field that is wrong, or null."))
                .addProperty("code", text("For programs: `invalid_value`, `not_found`, …"));
        return object().description("The JSON of every error.").addProperty("error", body);
    }

    private static Schema object() {
        return OASFactory.createSchema().addType(Schema.SchemaType.OBJECT);
    }

    private static Schema text(String description) {
        return OASFactory.createSchema().addType(Schema.SchemaType.STRING).description(description);
    }

    private static SecurityScheme token() {
        return OASFactory.createSecurityScheme()
                .type(SecurityScheme.Type.HTTP)
                .scheme("bearer")
                .description("A personal access token, a session's, or the admin token that `./tollgate up` prints.");
    }
}
