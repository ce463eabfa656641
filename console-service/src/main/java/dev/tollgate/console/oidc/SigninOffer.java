package dev.tollgate.console.oidc;

import dev.tollgate.console.web.Address;
import dev.tollgate.console.web.Screen;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import org.jspecify.annotations.Nullable;

/// What the login page shows of the identity provider, as `inject:oidc`.
@Named("oidc")
@RequestScoped
public class SigninOffer {
    static final String PROBLEM = "problem";

    private final IdentityProvider provider;
    private final OidcConfig config;
    private final RoutingContext context;
    private final Screen screen;

    @Inject
    SigninOffer(IdentityProvider provider, OidcConfig config, RoutingContext context, Screen screen) {
        this.provider = provider;
        this.config = config;
        this.context = context;
        this.screen = screen;
    }

    /// Whether there is one.
    public boolean isThere() {
        return provider.isThere();
    }

    /// As people know it.
    public String name() {
        return config.name();
    }

    /// Out to it, and back to this page.
    public String path(String next) {
        return new Address(OidcPages.PATH).with("next", next).text();
    }

    /// Why it has let nobody in just now, and what to do; null when nothing was tried.
    public @Nullable String problem() {
        Problem problem = isThere() ? Problem.of(context.request().getParam(PROBLEM)) : null;
        OidcWords words = screen.words(OidcWords.class);
        return switch (problem) {
            case null -> null;
            case AWAY -> words.away(name());
            case DENIED -> words.denied(name());
            case UNPROVED -> words.unproved(name());
            case UNVERIFIED -> words.unverified(name());
            case NOBODY -> words.nobody(name());
        };
    }
}
