package dev.tollgate.inner;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ErrorEnvelope;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.error.ServiceException;
import io.quarkus.arc.All;
import jakarta.inject.Singleton;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.faulttolerance.exceptions.BulkheadException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/// Turns whatever was thrown into the one envelope. What is not known is opaque to the caller and logged once.
@Singleton
public class ErrorMappers {
    private static final Logger LOG = Logger.getLogger(ErrorMappers.class);

    private final List<StoreOutage> outages;

    public ErrorMappers(@All List<StoreOutage> outages) {
        this.outages = outages;
    }

    @ServerExceptionMapper
    public RestResponse<ErrorEnvelope> known(ServiceException failure) {
        return answer(failure.error());
    }

    @ServerExceptionMapper
    public RestResponse<ErrorEnvelope> wrongValue(JsonMappingException failure) {
        return answer(JsonFaults.of(failure));
    }

    /// Named beside its parent, as the framework has a mapper of its own for this one.
    @ServerExceptionMapper
    public RestResponse<ErrorEnvelope> mismatched(MismatchedInputException failure) {
        return answer(JsonFaults.of(failure));
    }

    @ServerExceptionMapper
    public RestResponse<ErrorEnvelope> notJson(JsonProcessingException failure) {
        return answer(JsonFaults.of(failure));
    }

    @ServerExceptionMapper
    public RestResponse<ErrorEnvelope> ofHttp(WebApplicationException failure) {
        if (failure.getCause() instanceof JsonProcessingException cause) {
            return answer(JsonFaults.of(cause));
        }
        return switch (failure.getResponse().getStatus()) {
            case 404 -> answer(new ServiceError(ErrorCode.NOT_FOUND, "There is nothing at this path."));
            case 405 -> answer(new ServiceError(ErrorCode.METHOD_NOT_ALLOWED, "This path does not take this method."));
            case 413 -> answer(new ServiceError(ErrorCode.REQUEST_TOO_LARGE, "The body is too large."));
            case 415 ->
                answer(new ServiceError(ErrorCode.UNSUPPORTED_MEDIA_TYPE, "Send `Content-Type: application/json`."));
            case 400 -> answer(new ServiceError(ErrorCode.INVALID_VALUE, "The request is not valid."));
            default -> unknown(failure);
        };
    }

    /// A call of which a process takes few at a time: nothing is wrong with it, nor with us.
    @ServerExceptionMapper
    public RestResponse<ErrorEnvelope> tooMany(BulkheadException failure) {
        return answer(new ServiceError(
                ErrorCode.RATE_LIMIT_EXCEEDED, "Too many calls of this kind are under way: try again later."));
    }

    @ServerExceptionMapper
    public RestResponse<ErrorEnvelope> unknown(Throwable failure) {
        Optional<StoreOutage> outage =
                outages.stream().filter(store -> store.isToldBy(failure)).findFirst();
        if (outage.isPresent()) {
            LOG.warnf("%s %s", outage.get().message(), failure.toString());
            return answer(
                    new ServiceError(ErrorCode.SERVICE_UNAVAILABLE, outage.get().message()));
        }
        LOG.error("unexpected failure", failure);
        return answer(new ServiceError(ErrorCode.INTERNAL_ERROR, "Something went wrong on our side."));
    }

    /// Who is told that something is away is told when to come again.
    static RestResponse<ErrorEnvelope> answer(ServiceError error) {
        var answer = RestResponse.ResponseBuilder.<ErrorEnvelope>create(
                        error.code().status())
                .entity(error.envelope())
                .type(MediaType.APPLICATION_JSON_TYPE);
        return error.code() == ErrorCode.SERVICE_UNAVAILABLE
                ? answer.header("Retry-After", 1).build()
                : answer.build();
    }
}
