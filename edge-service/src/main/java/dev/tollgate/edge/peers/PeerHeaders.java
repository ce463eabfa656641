package dev.tollgate.edge.peers;

import dev.tollgate.contract.http.Headers;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import org.eclipse.microprofile.rest.client.ext.ClientHeadersFactory;

/// Puts the internal token and the edge's id on every inner call. The request id is a header parameter of those
/// calls that are made for one request.
@Singleton
public class PeerHeaders implements ClientHeadersFactory {
    private final String token;
    private final EdgeIdentity identity;

    PeerHeaders(InternalConfig config, EdgeIdentity identity) {
        this.token = config.tokens().getFirst();
        this.identity = identity;
    }

    @Override
    public MultivaluedMap<String, String> update(
            MultivaluedMap<String, String> incoming, MultivaluedMap<String, String> outgoing) {
        MultivaluedMap<String, String> headers = new MultivaluedHashMap<>();
        headers.putSingle(Headers.INTERNAL_TOKEN, token);
        String edge = identity.id();
        if (edge != null) {
            headers.putSingle(Headers.EDGE_ID, edge);
        }
        return headers;
    }
}
