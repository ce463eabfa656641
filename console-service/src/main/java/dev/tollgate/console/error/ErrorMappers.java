package dev.tollgate.console.error;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import dev.tollgate.console.access.PageCall;
import dev.tollgate.console.access.ViewFirst;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.error.ServiceException;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/// Turns whatever was thrown into the one envelope. What is not known is opaque to the caller and logged once.
class ErrorMappers {
    private static final Logger LOG = Logger.getLogger(ErrorMappers.class);

    private final ErrorPages pages;
    private final PageCall call;
    private final RoutingContext context;

    @Inject
    ErrorMappers(ErrorPages pages, PageCall call, RoutingContext context) {
        this.pages = pages;
        this.call = call;
        this.context = context;
    }

    @ServerExceptionMapper
    Response known(ServiceException failure) {
        return answer(failure.error());
    }

    @ServerExceptionMapper
    Response unsaid(ViewFirst failure) {
        return pages.toView(failure.account());
    }

    @ServerExceptionMapper
    Response misspelt(UnrecognizedPropertyException failure) {
        return answer(ofMapping(failure));
    }

    @ServerExceptionMapper
    Response wrongType(JsonMappingException failure) {
        return answer(ofMapping(failure));
    }

    /// Named, since the framework has a mapper of its own for this one.
    @ServerExceptionMapper
    Response mismatched(MismatchedInputException failure) {
        return answer(ofMapping(failure));
    }

    @ServerExceptionMapper
    Response notJson(JsonProcessingException failure) {
        return answer(ofJson(failure));
    }

    @ServerExceptionMapper
    Response ofHttp(WebApplicationException failure) {
        if (failure.getCause() instanceof JsonProcessingException cause) {
            return answer(cause instanceof JsonMappingException mapping ? ofMapping(mapping) : ofJson(cause));
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
    Response unknown(Throwable failure) {
        if (Outage.isPeerAway(failure)) {
            LOG.warnf("a service behind this one is away: %s", failure.toString());
            return away();
        }
        return answer(unexpected(failure));
    }

    private static ServiceError ofJson(JsonProcessingException failure) {
        var at = failure.getLocation();
        String where = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
        return new ServiceError(ErrorCode.INVALID_JSON, "The body is not valid JSON" + where + ".");
    }

    private static ServiceError ofMapping(JsonMappingException failure) {
        if (failure.getPath().isEmpty()) {
            return ofJson(failure);
        }
        StringBuilder param = new StringBuilder();
        for (JsonMappingException.Reference step : failure.getPath()) {
            if (step.getFieldName() == null) {
                param.append('[').append(step.getIndex()).append(']');
            } else {
                param.append(param.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return new ServiceError(ErrorCode.INVALID_VALUE, why(failure, param.toString()), param.toString());
    }

    private static String why(JsonMappingException failure, String param) {
        if (failure instanceof UnrecognizedPropertyException) {
            return "Unknown field: " + param + ".";
        }
        if (failure instanceof InvalidFormatException format
                && format.getTargetType().isEnum()) {
            return param + " must be one of "
                    + Arrays.stream(format.getTargetType().getEnumConstants())
                            .map(Object::toString)
                            .collect(Collectors.joining(", "))
                    + ".";
        }
        // A record of ours that refused its values says why.
        return failure instanceof ValueInstantiationException
                        && failure.getCause() instanceof IllegalArgumentException ours
                ? param + ": " + ours.getMessage() + "."
                : "The value of " + param + " is not valid.";
    }

    private static ServiceError unexpected(Throwable failure) {
        LOG.error("unexpected failure", failure);
        return new ServiceError(ErrorCode.INTERNAL_ERROR, "Something went wrong on our side.");
    }

    private Response away() {
        Response answer = answer(new ServiceError(ErrorCode.SERVICE_UNAVAILABLE, "A service behind this one is away."));
        return Response.fromResponse(answer).header("Retry-After", 1).build();
    }

    private Response answer(ServiceError error) {
        return isOfPage()
                ? pages.of(error)
                : Response.status(error.code().status())
                        .entity(error.envelope())
                        .type(MediaType.APPLICATION_JSON_TYPE)
                        .build();
    }

    /// Nothing is known of a call that was refused before a resource was found, but what it would like.
    private boolean isOfPage() {
        return call.isPage() || pages.isForPeople(context);
    }
}
