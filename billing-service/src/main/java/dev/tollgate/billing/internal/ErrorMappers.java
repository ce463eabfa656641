package dev.tollgate.billing.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
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
    public RestResponse<ErrorEnvelope> known(ServiceException failure) {
        return answer(failure.error());
    }

    @ServerExceptionMapper
    public RestResponse<ErrorEnvelope> mismatched(MismatchedInputException failure) {
        return answer(ofJson(failure));
    }

    @ServerExceptionMapper
    public RestResponse<ErrorEnvelope> notJson(JsonProcessingException failure) {
        return answer(ofJson(failure));
    }

    @ServerExceptionMapper
    public RestResponse<ErrorEnvelope> ofHttp(WebApplicationException failure) {
        if (failure.getCause() instanceof JsonProcessingException cause) {
            return answer(ofJson(cause));
        }
        return answer(
                switch (failure.getResponse().getStatus()) {
                    case 404 -> new ServiceError(ErrorCode.NOT_FOUND, "There is nothing at this path.");
                    case 405 -> new ServiceError(ErrorCode.METHOD_NOT_ALLOWED, "This path does not take this method.");
                    case 413 -> new ServiceError(ErrorCode.REQUEST_TOO_LARGE, "The body is too large.");
                    case 415 ->
                        new ServiceError(ErrorCode.UNSUPPORTED_MEDIA_TYPE, "Send `Content-Type: application/json`.");
                    case 400 -> new ServiceError(ErrorCode.INVALID_VALUE, "The request is not valid.");
                    default -> unexpected(failure);
                });
    }

    @ServerExceptionMapper
    public RestResponse<ErrorEnvelope> unknown(Throwable failure) {
        if (Outage.isDatabaseAway(failure)) {
            LOG.warnf("the database is away: %s", failure.getMessage());
            return away();
        }
        return answer(unexpected(failure));
    }

    /// Never a 402 or a 500: edges go on with the leases they hold (rules 8).
    private static RestResponse<ErrorEnvelope> away() {
        ServiceError error = new ServiceError(ErrorCode.SERVICE_UNAVAILABLE, "The books are away.");
        return RestResponse.ResponseBuilder.<ErrorEnvelope>create(error.code().status())
                .entity(error.envelope())
                .type(MediaType.APPLICATION_JSON_TYPE)
                .header("Retry-After", 1)
                .build();
    }

    static RestResponse<ErrorEnvelope> answer(ServiceError error) {
        return RestResponse.ResponseBuilder.<ErrorEnvelope>create(error.code().status())
                .entity(error.envelope())
                .type(MediaType.APPLICATION_JSON_TYPE)
                .build();
    }

    private static ServiceError ofJson(JsonProcessingException failure) {
        if (failure instanceof JsonMappingException mapping
                && !mapping.getPath().isEmpty()) {
            String param = path(mapping);
            return new ServiceError(ErrorCode.INVALID_VALUE, "The value of " + param + " is not valid.", param);
        }
        var at = failure.getLocation();
        String where = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
        return new ServiceError(ErrorCode.INVALID_JSON, "The body is not valid JSON" + where + ".");
    }

    private static String path(JsonMappingException failure) {
        return failure.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                .collect(Collectors.joining("."))
                .replace(".[", "[");
    }

    private static ServiceError unexpected(Throwable failure) {
        LOG.error("unexpected failure", failure);
        return new ServiceError(ErrorCode.INTERNAL_ERROR, "Something went wrong on our side.");
    }
}
