package dev.tollgate.routing.error;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ErrorEnvelope;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.error.ServiceException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/// Turns whatever was thrown into the one envelope. What is not known is opaque to the caller and logged once.
class ErrorMappers {
    private static final Logger LOG = Logger.getLogger(ErrorMappers.class);

    @ServerExceptionMapper
    RestResponse<ErrorEnvelope> known(ServiceException failure) {
        return answer(failure.error());
    }

    @ServerExceptionMapper
    RestResponse<ErrorEnvelope> misspelt(UnrecognizedPropertyException failure) {
        return answer(new ServiceError(
                ErrorCode.INVALID_VALUE, "Unknown field: " + failure.getPropertyName(), failure.getPropertyName()));
    }

    /// Named beside its parent, as the framework maps it itself otherwise.
    @ServerExceptionMapper
    RestResponse<ErrorEnvelope> mismatched(MismatchedInputException failure) {
        return wrongType(failure);
    }

    @ServerExceptionMapper
    RestResponse<ErrorEnvelope> wrongType(JsonMappingException failure) {
        String param = failure.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                .collect(Collectors.joining("."));
        return answer(new ServiceError(ErrorCode.INVALID_VALUE, "The value of " + param + " is not valid.", param));
    }

    @ServerExceptionMapper
    RestResponse<ErrorEnvelope> notJson(JsonProcessingException failure) {
        var at = failure.getLocation();
        String where = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
        return answer(new ServiceError(ErrorCode.INVALID_JSON, "The body is not valid JSON" + where + "."));
    }

    @ServerExceptionMapper
    RestResponse<ErrorEnvelope> ofHttp(WebApplicationException failure) {
        if (failure.getCause() instanceof JsonProcessingException cause) {
            return cause instanceof UnrecognizedPropertyException misspelt
                    ? misspelt(misspelt)
                    : cause instanceof JsonMappingException mapping ? wrongType(mapping) : notJson(cause);
        }
        return answer(
                switch (failure.getResponse().getStatus()) {
                    case 404 -> new ServiceError(ErrorCode.NOT_FOUND, "There is nothing at this path.");
                    case 405 -> new ServiceError(ErrorCode.METHOD_NOT_ALLOWED, "This path does not take this method.");
                    case 415 ->
                        new ServiceError(ErrorCode.UNSUPPORTED_MEDIA_TYPE, "Send `Content-Type: application/json`.");
                    case 400 -> new ServiceError(ErrorCode.INVALID_VALUE, "The request is not valid.");
                    default -> unexpected(failure);
                });
    }

    @ServerExceptionMapper
    RestResponse<ErrorEnvelope> withoutStore(StoreUnavailable failure) {
        LOG.warnf("Postgres does not answer: %s", failure.getMessage());
        return answer(new ServiceError(ErrorCode.SERVICE_UNAVAILABLE, "The store does not answer; try again."));
    }

    @ServerExceptionMapper
    RestResponse<ErrorEnvelope> unknown(Throwable failure) {
        return answer(unexpected(failure));
    }

    private static ServiceError unexpected(Throwable failure) {
        LOG.error("unexpected failure", failure);
        return new ServiceError(ErrorCode.INTERNAL_ERROR, "Something went wrong on our side.");
    }

    private static RestResponse<ErrorEnvelope> answer(ServiceError error) {
        return RestResponse.ResponseBuilder.<ErrorEnvelope>create(error.code().status())
                .entity(error.envelope())
                .type(MediaType.APPLICATION_JSON_TYPE)
                .build();
    }
}
