package dev.tollgate.inner;

import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ErrorEnvelope;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.http.Headers;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.Optional;
import org.jboss.logging.MDC;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/// Lets only our own services in, before a path is looked at, and gives the caller's request id to the log.
@Singleton
public class InternalTokenFilter {
    private final InternalTokens tokens;

    public InternalTokenFilter(InternalTokens tokens) {
        this.tokens = tokens;
    }

    @ServerRequestFilter(preMatching = true)
    public Optional<RestResponse<ErrorEnvelope>> check(ContainerRequestContext request) {
        String requestId = request.getHeaderString(Headers.REQUEST_ID);
        if (requestId != null) {
            MDC.put("requestId", requestId);
        }
        if (tokens.accepts(request.getHeaderString(Headers.INTERNAL_TOKEN))) {
            return Optional.empty();
        }
        return Optional.of(ErrorMappers.answer(
                new ServiceError(ErrorCode.INVALID_API_KEY, "The internal token is missing or wrong.")));
    }
}
