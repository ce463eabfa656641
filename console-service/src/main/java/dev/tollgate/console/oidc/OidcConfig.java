package dev.tollgate.console.oidc;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The identity provider that people may sign in by; without an issuer there is none.
@ConfigMapping(prefix = "tollgate.console.oidc")
interface OidcConfig {
    /// The provider's address as it is in its tokens: `https://id.example.com/realms/staff`. What is below
    /// `/.well-known/openid-configuration` there is asked at the first sign-in, never at the start.
    Optional<String> issuer();

    /// What the provider calls this Console. There, allow `/login/oidc/callback` below the public URL.
    Optional<String> clientId();

    /// The client's secret, from a Secret; there is no default.
    Optional<String> secret();

    /// The provider, as the button on the page says it.
    @WithDefault("SSO")
    String name();

    /// What is asked of the provider, beside `openid`.
    @WithDefault("profile,email")
    List<String> scopes();

    /// How long one answer of the provider may take.
    @WithDefault("5s")
    Duration timeout();
}
