package dev.tollgate.console.oidc;

import dev.tollgate.console.login.SessionCookie;
import dev.tollgate.console.web.OwnPath;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.http.Cookie;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.NewCookie;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// The page that somebody was on his way to while he is at the identity provider, in a cookie of his own; as little
/// believed as when he asked for it.
@ApplicationScoped
class WantedPage {
    private static final String NAME = "next";
    private static final int SECONDS = 600;

    private final SessionCookie cookies;
    private final CurrentVertxRequest http;

    @Inject
    WantedPage(SessionCookie cookies, CurrentVertxRequest http) {
        this.cookies = cookies;
        this.http = http;
    }

    NewCookie keep(String page) {
        byte[] text = page.getBytes(StandardCharsets.UTF_8);
        return cookies.cookie(NAME, Base64.getUrlEncoder().withoutPadding().encodeToString(text), SECONDS);
    }

    NewCookie forget() {
        return cookies.cookie(NAME, "", 0);
    }

    String read() {
        Cookie cookie = http.getCurrent().request().getCookie(cookies.name(NAME));
        if (cookie == null) {
            return "/";
        }
        try {
            return OwnPath.of(new String(Base64.getUrlDecoder().decode(cookie.getValue()), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return "/";
        }
    }
}
