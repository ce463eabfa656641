package dev.tollgate.ratelimit.day;

import dev.tollgate.contract.http.Headers;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.rest.client.ext.ClientHeadersFactory;

/// Puts the internal token on calls to billing.
@ApplicationScoped
public class BillingHeaders implements ClientHeadersFactory {
    private final String token;

    BillingHeaders(@ConfigProperty(name = "tollgate.internal.tokens") List<String> tokens) {
        this.token = tokens.getFirst();
    }

    @Override
    public MultivaluedMap<String, String> update(
            MultivaluedMap<String, String> incoming, MultivaluedMap<String, String> outgoing) {
        MultivaluedMap<String, String> headers = new MultivaluedHashMap<>();
        headers.putSingle(Headers.INTERNAL_TOKEN, token);
        return headers;
    }
}
