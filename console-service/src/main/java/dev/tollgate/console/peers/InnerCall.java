package dev.tollgate.console.peers;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.console.login.Caller;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ErrorEnvelope;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.error.ServiceException;
import dev.tollgate.contract.http.Headers;
import io.smallrye.config.ConfigMapping;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.microprofile.rest.client.ext.ClientHeadersFactory;

/// What every call to an inner service has in common: the internal token, who asks and by which call, tolerance of
/// fields this version does not know, and the peer's refusal handed on as it is.
@ApplicationScoped
class InnerCall implements ClientHeadersFactory {
    private final String token;
    private final Caller caller;

    @Inject
    InnerCall(Tokens tokens, Caller caller) {
        this.token = tokens.tokens().orElse(List.of("")).getFirst();
        this.caller = caller;
    }

    @Override
    public MultivaluedMap<String, String> update(
            MultivaluedMap<String, String> incoming, MultivaluedMap<String, String> outgoing) {
        MultivaluedMap<String, String> headers = new MultivaluedHashMap<>();
        headers.putSingle(Headers.INTERNAL_TOKEN, token);
        headers.putSingle(Headers.REQUEST_ID, caller.requestId());
        String actor = caller.actor();
        if (actor != null) {
            headers.putSingle(Headers.ACTOR, actor);
        }
        String address = caller.address();
        if (address != null) {
            headers.putSingle(Headers.CLIENT_ADDRESS, address);
        }
        String agent = caller.agent();
        if (agent != null && !agent.isEmpty()) {
            headers.putSingle(Headers.CLIENT_AGENT, agent);
        }
        return headers;
    }

    static ObjectMapper lenient(ObjectMapper strict) {
        return strict.copy().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    }

    /// A peer's answer of 4xx is the caller's fault and told as such; its 5xx, a refused internal token and what is
    /// not in the envelope are ours.
    static RuntimeException failure(Response response) {
        int status = response.getStatus();
        if (status >= 500 || status == ErrorCode.INVALID_API_KEY.status()) {
            return new PeerAway("it answered " + status);
        }
        try {
            ErrorEnvelope.Body error = response.readEntity(ErrorEnvelope.class).error();
            ErrorCode code = ErrorCode.of(Objects.requireNonNullElse(error.code(), ""));
            return new ServiceException(new ServiceError(code, error.message(), error.param()));
        } catch (ProcessingException | NullPointerException e) {
            return new PeerAway("it answered " + status + " without the envelope");
        }
    }

    /// The secret of inner calls.
    @ConfigMapping(prefix = "tollgate.internal")
    interface Tokens {
        /// Two are valid at once, for rotation; the first is sent.
        Optional<List<String>> tokens();
    }
}
