package dev.tollgate.edge.provider.vertex;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.util.Locale;

/// Judges a service account's key before anything is done with it: it names the address that tokens are had
/// from, and nobody shall look by it into the network that the edge stands in.
final class ServiceAccount {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private ServiceAccount() {}

    /// Whether a credential's text is meant to be one.
    static boolean isOne(String credential) {
        return credential.stripLeading().startsWith("{");
    }

    /// Whether tokens may be minted of it: a key of a service account, and of no other kind of credential (some
    /// of those run programs, or read files); its tokens are had from Google, or from where its provider is,
    /// which the catalogue has judged.
    static boolean isAllowed(String credential, String baseUrl) {
        try {
            JsonNode key = JSON.readTree(credential);
            return key.path("type").asText().equals("service_account")
                    && isAllowed(URI.create(key.path("token_uri").asText()), URI.create(baseUrl));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isAllowed(URI token, URI base) {
        String host = token.getHost() == null ? "" : token.getHost().toLowerCase(Locale.ROOT);
        if (host.isEmpty() || token.getScheme() == null || token.getRawUserInfo() != null) {
            return false;
        }
        boolean googles = token.getScheme().equals("https")
                && (token.getPort() == -1 || token.getPort() == 443)
                && (host.equals("accounts.google.com") || host.endsWith(".googleapis.com"));
        boolean ofTheProvider = token.getScheme().equals(base.getScheme())
                && host.equalsIgnoreCase(base.getHost())
                && token.getPort() == base.getPort();
        return googles || ofTheProvider;
    }
}
