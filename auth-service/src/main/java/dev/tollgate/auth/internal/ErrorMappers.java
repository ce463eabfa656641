package dev.tollgate.auth.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ErrorEnvelope;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.error.ServiceException;
import dev.tollgate.contract.http.Headers;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.MediaType;
import java.util.Objects;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;
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
    RestResponse<ErrorEnvelope> wrongValue(JsonMappingException failure) {
        return answer(ofJson(failure));
    }

    /// Named, since the framework has a mapper of its own for this one.
    @ServerExceptionMapper
    RestResponse<ErrorEnvelope> mismatched(MismatchedInputException failure) {
        return answer(ofJson(failure));
    }

    @ServerExceptionMapper
    RestResponse<ErrorEnvelope> notJson(JsonProcessingException failure) {
        return answer(ofJson(failure));
    }

    @ServerExceptionMapper
    RestResponse<ErrorEnvelope> tooSlow(TimeoutException failure) {
        LOG.warnf("the database did not answer in time: %s", failure.getMessage());
        return away();
    }

    @ServerExceptionMapper
    RestResponse<ErrorEnvelope> ofHttp(WebApplicationException failure, ContainerRequestContext request) {
        if (failure.getCause() instanceof JsonProcessingException cause) {
            return answer(ofJson(cause));
        }
        return switch (failure.getResponse().getStatus()) {
            case 404 -> answer(new ServiceError(ErrorCode.NOT_FOUND, "There is nothing at this path."));
            case 405 -> answer(new ServiceError(ErrorCode.METHOD_NOT_ALLOWED, "This path does not take this method."));
            case 415 ->
                answer(new ServiceError(ErrorCode.UNSUPPORTED_MEDIA_TYPE, "Send `Content-Type: application/json`."));
            case 400 -> answer(new ServiceError(ErrorCode.INVALID_VALUE, "The request is not valid."));
            default -> unknown(failure, request);
        };
    }

    @ServerExceptionMapper
    RestResponse<ErrorEnvelope> unknown(Throwable failure, ContainerRequestContext request) {
        if (Outage.isDatabaseAway(failure)) {
            LOG.warnf("the database is away: %s", failure.getMessage());
            return away();
        }
        LOG.errorf(failure, "unexpected failure, request %s", request.getHeaderString(Headers.REQUEST_ID));
        return answer(new ServiceError(ErrorCode.INTERNAL_ERROR, "Something went wrong on our side."));
    }

    private static ServiceError ofJson(JsonProcessingException failure) {
        if (failure instanceof JsonMappingException mapping
                && !mapping.getPath().isEmpty()) {
            return ofMapping(mapping);
        }
        var at = failure.getLocation();
        String where = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
        return new ServiceError(ErrorCode.INVALID_JSON, "The body is not valid JSON" + where + ".");
    }

    private static ServiceError ofMapping(JsonMappingException failure) {
        StringBuilder param = new StringBuilder();
        for (JsonMappingException.Reference step : failure.getPath()) {
            if (step.getFieldName() == null) {
                param.append('[').append(step.getIndex()).append(']');
            } else {
                param.append(param.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        // A record of ours that refused its values says why.
        String why = failure instanceof ValueInstantiationException
                        && failure.getCause() instanceof IllegalArgumentException ours
                ? Objects.requireNonNullElse(ours.getMessage(), "")
                : "not a valid value";
        return new ServiceError(ErrorCode.INVALID_VALUE, param + ": " + why + ".", param.toString());
    }

    private static RestResponse<ErrorEnvelope> away() {
        ServiceError error = new ServiceError(ErrorCode.SERVICE_UNAVAILABLE, "The database is away.");
        return RestResponse.ResponseBuilder.<ErrorEnvelope>create(error.code().status())
                .entity(error.envelope())
                .type(MediaType.APPLICATION_JSON_TYPE)
                .header("Retry-After", 1)
                .build();
    }

    private static RestResponse<ErrorEnvelope> answer(ServiceError error) {
        return RestResponse.ResponseBuilder.<ErrorEnvelope>create(error.code().status())
                .entity(error.envelope())
                .type(MediaType.APPLICATION_JSON_TYPE)
                .build();
    }
}
