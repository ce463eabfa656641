package dev.tollgate.console.access;

import dev.tollgate.console.login.Caller;
import dev.tollgate.console.login.Credential;
import dev.tollgate.console.login.SessionCookie;
import io.vertx.core.http.Cookie;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.NewCookie;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/// Somebody of the platform sees an account's pages only while he looks at it as its owner does, which the audit log
/// tells: a cookie says so, made when that was written, for one account and one session. It is signed by a secret that
/// all consoles have and no browser, so that nobody writes it himself; nothing is stored.
@ApplicationScoped
public class Viewing {
    private static final String COOKIE = "view";
    private static final int SECONDS = 12 * 60 * 60;
    private static final int SECRET_BYTES = 32;
    private static final Pattern WRITTEN = Pattern.compile("([\\w-]{1,100})\\.(\\d{1,12})\\.([\\w-]{43})");

    private final Caller caller;
    private final SessionCookie cookies;
    private final RoutingContext context;
    private final List<String> secrets;
    private final Clock clock = Clock.systemUTC();

    /// @param tokens the newest first; while they are exchanged, the one before still holds
    @Inject
    Viewing(
            Caller caller,
            SessionCookie cookies,
            RoutingContext context,
            @ConfigProperty(name = "tollgate.internal.tokens") Optional<List<String>> tokens) {
        this.caller = caller;
        this.cookies = cookies;
        this.context = context;
        this.secrets = tokens.filter(some -> !some.isEmpty()).orElseGet(() -> List.of(made()));
    }

    /// Looking at the account begins, for the session that calls. What cannot be written to the audit log first must
    /// not come here.
    public NewCookie begin(String account) {
        long until = clock.instant().getEpochSecond() + SECONDS;
        return cookies.cookie(COOKIE, account + "." + until + "." + code(secrets.getFirst(), account, until), SECONDS);
    }

    /// It ends.
    public NewCookie end() {
        return cookies.cookie(COOKIE, "", 0);
    }

    /// Whether this session looks at the account.
    public boolean isBegun(String account) {
        Matcher written = WRITTEN.matcher(cookie());
        if (!written.matches() || !written.group(1).equals(account)) {
            return false;
        }
        long until = Long.parseLong(written.group(2));
        return until > clock.instant().getEpochSecond()
                && secrets.stream()
                        .anyMatch(secret ->
                                MessageDigest.isEqual(bytes(code(secret, account, until)), bytes(written.group(3))));
    }

    /// Whether the account's pages are shown: to its own people always.
    public boolean isShown(String account) {
        return new Rights(caller.principal()).isMember(account) || isBegun(account);
    }

    /// @throws ViewFirst when he must say first that he looks
    public void require(@Nullable String account) {
        if (account != null && !isShown(account)) {
            throw new ViewFirst(account);
        }
    }

    private String code(String secret, String account, long until) {
        String session = caller.credential() instanceof Credential.AccessToken(String hash) ? hash : "";
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(bytes("view as owner " + secret), "HmacSHA256"));
            byte[] code = mac.doFinal(bytes(session + " " + account + " " + until));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(code);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC with SHA-256", e);
        }
    }

    private String cookie() {
        Cookie cookie = context.request().getCookie(cookies.name(COOKIE));
        return cookie == null ? "" : cookie.getValue();
    }

    /// Without inner tokens there is but this console.
    private static String made() {
        byte[] random = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
