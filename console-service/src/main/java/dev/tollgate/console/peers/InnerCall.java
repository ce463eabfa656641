package dev.tollgate.console.peers;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ErrorEnvelope;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.error.ServiceException;
import dev.tollgate.contract.http.Headers;
import io.smallrye.config.ConfigMapping;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.rest.client.ext.ClientHeadersFactory;

/// What every call to an inner service has in common: the internal token, tolerance of fields this version does not
/// know, and the peer's error handed on as it is.
@ApplicationScoped
class InnerCall implements ClientHeadersFactory {
    private final String token;

    @Inject
    InnerCall(Tokens tokens) {
        this.token = tokens.tokens().orElse(List.of("")).getFirst();
    }

    @Override
    public MultivaluedMap<String, String> update(
            MultivaluedMap<String, String> incoming, MultivaluedMap<String, String> outgoing) {
        MultivaluedMap<String, String> headers = new MultivaluedHashMap<>();
        headers.putSingle(Headers.INTERNAL_TOKEN, token);
        return headers;
    }

    static ObjectMapper lenient(ObjectMapper strict) {
        return strict.copy().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    }

    /// A peer's answer of 4xx is the caller's fault and told as such; its 5xx and a refused internal token are
    /// ours.
    static ServiceException failure(Response response) {
        int status = response.getStatus();
        if (status >= 500 || status == 401) {
            return new ServiceException(ErrorCode.SERVICE_UNAVAILABLE, "A service behind this one failed.");
        }
        ErrorEnvelope.Body error = response.readEntity(ErrorEnvelope.class).error();
        ErrorCode code = ErrorCode.of(Objects.requireNonNullElse(error.code(), ""));
        return new ServiceException(new ServiceError(code, error.message(), error.param()));
    }

    /// The secret of inner calls.
    @ConfigMapping(prefix = "tollgate.internal")
    interface Tokens {
        /// Two are valid at once, for rotation; the first is sent.
        java.util.Optional<List<String>> tokens();
    }
}
