package dev.tollgate.batch.file;

import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ErrorEnvelope;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.inner.ErrorMappers;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.UnsupportedEncodingException;
import java.util.Set;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jboss.resteasy.reactive.server.core.multipart.MultipartParser.MalformedMessageException;
import org.jspecify.annotations.Nullable;

/// What goes wrong while a form is read, before any code of ours: a form that is none, or not whole, is the caller's
/// fault. All else is ours, and told as other failures are: a disk that is full as an [UploadOutage].
@Singleton
public class FormFaults {
    /// RESTEasy's words for a form that ends too soon, read at once or as it comes, and for one that goes on too long,
    /// which it has answered: they have no type of their own.
    private static final Set<String> OF_FORMS = Set.of(
            "Connection terminated parsing multipart request",
            "Connection terminated reading multipart data",
            "Request too large");

    private final ErrorMappers others;

    FormFaults(ErrorMappers others) {
        this.others = others;
    }

    @ServerExceptionMapper
    public RestResponse<ErrorEnvelope> reading(IOException failure) {
        return isCallers(failure) ? refused() : others.unknown(failure);
    }

    /// The parser may throw nothing that is checked: it wraps.
    @ServerExceptionMapper
    public RestResponse<ErrorEnvelope> parsing(RuntimeException failure) {
        return isCallers(failure) || isCallers(failure.getCause()) ? refused() : others.unknown(failure);
    }

    static boolean isCallers(@Nullable Throwable failure) {
        return switch (failure) {
            case MalformedMessageException _, UnsupportedEncodingException _ -> true;
            case IOException ofForm -> ofForm.getMessage() != null && OF_FORMS.contains(ofForm.getMessage());
            case null, default -> false;
        };
    }

    private static RestResponse<ErrorEnvelope> refused() {
        ServiceError error =
                new ServiceError(ErrorCode.INVALID_VALUE, "The body is no valid multipart/form-data, or is not whole.");
        return RestResponse.ResponseBuilder.<ErrorEnvelope>create(error.code().status())
                .entity(error.envelope())
                .type(MediaType.APPLICATION_JSON_TYPE)
                .build();
    }
}
