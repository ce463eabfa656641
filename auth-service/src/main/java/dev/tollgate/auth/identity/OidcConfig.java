package dev.tollgate.auth.identity;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// What an identity provider's word is worth.
@ConfigMapping(prefix = "tollgate.auth.oidc")
interface OidcConfig {
    /// Whether somebody whose address the provider has verified is the user who has confirmed the same address.
    /// Whoever runs the provider can then log in as any of them.
    @WithDefault("false")
    boolean linkByEmail();

    /// Whether somebody who is no user becomes one, with an account of his own.
    @WithDefault("false")
    boolean signUp();
}
