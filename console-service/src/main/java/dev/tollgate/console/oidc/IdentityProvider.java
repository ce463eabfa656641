package dev.tollgate.console.oidc;

import dev.tollgate.console.login.SessionCookie;
import io.quarkus.oidc.OidcRequestContext;
import io.quarkus.oidc.OidcTenantConfig;
import io.quarkus.oidc.TenantConfigResolver;
import io.quarkus.oidc.runtime.OidcTenantConfig.ApplicationType;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/// The provider of the configuration, as `quarkus-oidc` wants to know it, on our own paths alone: everywhere else there
/// is none.
@ApplicationScoped
class IdentityProvider implements TenantConfigResolver {
    static final String ID = "console";

    private static final Duration FLOW_MAX = Duration.ofMinutes(10);

    private final OidcConfig config;
    private final Optional<String> publicUrl;
    private final boolean isSecure;
    private final @Nullable OidcTenantConfig tenant;

    @Inject
    IdentityProvider(
            OidcConfig config,
            @ConfigProperty(name = "tollgate.public-url") Optional<String> publicUrl,
            SessionCookie cookies) {
        this.config = config;
        this.publicUrl = publicUrl;
        this.isSecure = cookies.isSecure();
        this.tenant = config.issuer().map(this::tenant).orElse(null);
    }

    /// What is missing is told at the start, not to the first person who signs in.
    void check(@Observes StartupEvent start) {
        isThere();
    }

    boolean isThere() {
        return tenant != null;
    }

    @Override
    public Uni<OidcTenantConfig> resolve(RoutingContext context, OidcRequestContext<OidcTenantConfig> request) {
        boolean isOurs = context.normalizedPath().startsWith(OidcPages.PATH);
        return isOurs && tenant != null
                ? Uni.createFrom().item(tenant)
                : Uni.createFrom().nullItem();
    }

    /// One flow at a time in one browser, so that its cookie has a bounded size. The provider's answer comes to the
    /// public URL, never to what a request calls its `Host`.
    private OidcTenantConfig tenant(String issuer) {
        String secret = needed(config.secret(), "tollgate.console.oidc.secret");
        String site = needed(publicUrl, "tollgate.public-url");
        return OidcTenantConfig.authServerUrl(issuer)
                .tenantId(ID)
                .applicationType(ApplicationType.WEB_APP)
                .clientId(needed(config.clientId(), "tollgate.console.oidc.client-id"))
                .credentials(secret)
                .connectionTimeout(config.timeout())
                .connectionRetryCount(1)
                .token()
                .subjectRequired()
                .end()
                .tokenStateManager()
                .encryptionRequired(false)
                .end()
                .authentication()
                .scopes(config.scopes())
                .userInfoRequired()
                .pkceRequired()
                .nonceRequired()
                .stateSecret(stateSecret(secret))
                .stateCookieAge(FLOW_MAX)
                .allowMultipleCodeFlows(false)
                .redirectPath(site.replaceFirst("/+$", "") + OidcPages.PATH + OidcPages.CALLBACK)
                .removeRedirectParameters(false)
                .cookiePath(OidcPages.PATH)
                .cookieForceSecure(isSecure)
                .end()
                .build();
    }

    private static String needed(Optional<String> value, String key) {
        return value.orElseThrow(
                () -> new IllegalStateException("tollgate.console.oidc.issuer is set, and needs " + key));
    }

    /// What any console may have sealed, any other opens.
    private static String stateSecret(String secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal("state".getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC with SHA-256", e);
        }
    }
}
