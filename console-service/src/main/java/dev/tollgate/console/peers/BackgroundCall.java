package dev.tollgate.console.peers;

import dev.tollgate.contract.http.Headers;
import dev.tollgate.contract.id.RequestId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.List;
import org.eclipse.microprofile.rest.client.ext.ClientHeadersFactory;

/// What calls have in common that nobody's call of the management API makes: each has an id of its own.
@ApplicationScoped
class BackgroundCall implements ClientHeadersFactory {
    private static final String ACTOR = "console";

    private final String token;

    @Inject
    BackgroundCall(InnerCall.Tokens tokens) {
        this.token = tokens.tokens().orElse(List.of("")).getFirst();
    }

    @Override
    public MultivaluedMap<String, String> update(
            MultivaluedMap<String, String> incoming, MultivaluedMap<String, String> outgoing) {
        MultivaluedMap<String, String> headers = new MultivaluedHashMap<>();
        headers.putSingle(Headers.INTERNAL_TOKEN, token);
        headers.putSingle(
                Headers.REQUEST_ID, RequestId.next(System.currentTimeMillis()).toString());
        headers.putSingle(Headers.ACTOR, ACTOR);
        return headers;
    }
}
