package dev.tollgate.console.oidc;

import dev.tollgate.console.ConsoleProfile;
import java.util.LinkedHashMap;
import java.util.Map;

/// A console with an identity provider, which is not there when it starts.
public final class OidcProfile extends ConsoleProfile {
    static final String CLIENT = "console";
    static final String SITE = "http://console.example.com";

    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> all = new LinkedHashMap<>(super.getConfigOverrides());
        all.put("tollgate.public-url", SITE);
        all.put("tollgate.console.oidc.issuer", "http://127.0.0.1:" + freePort());
        all.put("tollgate.console.oidc.client-id", CLIENT);
        all.put("tollgate.console.oidc.secret", "short");
        all.put("tollgate.console.oidc.name", "Staff login");
        return all;
    }
}
