package dev.tollgate.console.login;

import dev.tollgate.contract.auth.v1.TokenFormat;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.NewCookie.SameSite;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/// The browser's credential: a session's token in a cookie that no script reads and no other site sends along with a
/// form. Whether it is `Secure` is the public URL's to say, never the request's, which a proxy may have made plain.
@ApplicationScoped
public class SessionCookie {
    private static final int SECONDS = 12 * 60 * 60;

    private final boolean isSecure;

    @Inject
    SessionCookie(@ConfigProperty(name = "tollgate.public-url") Optional<String> publicUrl) {
        this.isSecure = publicUrl.filter(url -> url.startsWith("https:")).isPresent();
    }

    /// Whether browsers come by https alone.
    public boolean isSecure() {
        return isSecure;
    }

    /// The session's token, or null when there is none; a personal access token in a cookie is none.
    public @Nullable String read(Map<String, Cookie> cookies) {
        Cookie cookie = cookies.get(name("session"));
        return cookie == null || !isSession(cookie.getValue()) ? null : cookie.getValue();
    }

    /// Whether a cookie's text may be a session's token.
    public static boolean isSession(String text) {
        return text.startsWith(TokenFormat.SESSION);
    }

    public NewCookie write(String token) {
        return cookie("session", token, SECONDS);
    }

    public NewCookie clear() {
        return cookie("session", "", 0);
    }

    /// A cookie of this site alone; with https, bound to its host.
    ///
    /// @param seconds how long the browser keeps it; 0 takes it away
    public NewCookie cookie(String what, String value, int seconds) {
        return new NewCookie.Builder(name(what))
                .value(value)
                .path("/")
                .httpOnly(true)
                .secure(isSecure)
                .sameSite(SameSite.LAX)
                .maxAge(seconds)
                .build();
    }

    /// The name of one of this site's cookies.
    public String name(String what) {
        return (isSecure ? "__Host-" : "") + "tollgate_" + what;
    }
}
