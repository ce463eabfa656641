package dev.tollgate.console.access;

import dev.tollgate.console.login.SessionCookie;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.NewCookie;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// What a form of ours shows, and one of another site cannot: a code made of the visitor's two cookies, which other
/// sites can neither read nor set. Nothing is stored, so that any console judges what another one wrote.
@ApplicationScoped
public class FormToken {
    public static final String FIELD = "form_token";
    public static final String HEADER = "x-form-token";

    private static final String VISIT = "visit";
    private static final int BYTES = 24;
    private static final int SECONDS = 400 * 24 * 60 * 60;

    private final SecureRandom random = new SecureRandom();
    private final SessionCookie cookies;

    @Inject
    FormToken(SessionCookie cookies) {
        this.cookies = cookies;
    }

    /// The visitor's own random text; null before he has one.
    public @Nullable String visit(Map<String, Cookie> sent) {
        Cookie cookie = sent.get(cookies.name(VISIT));
        return cookie == null || !isVisit(cookie.getValue()) ? null : cookie.getValue();
    }

    public static boolean isVisit(String text) {
        return text.length() >= BYTES;
    }

    public String newVisit() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    public NewCookie cookie(String visit) {
        return cookies.cookie(VISIT, visit, SECONDS);
    }

    /// The code for forms of this visitor, with this session or none.
    public static String of(String visit, @Nullable String session) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(visit.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            byte[] code = mac.doFinal(Objects.requireNonNullElse(session, "").getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(code);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC with SHA-256", e);
        }
    }

    boolean isOf(@Nullable String shown, @Nullable String visit, @Nullable String session) {
        return shown != null
                && visit != null
                && MessageDigest.isEqual(
                        shown.getBytes(StandardCharsets.UTF_8),
                        of(visit, session).getBytes(StandardCharsets.UTF_8));
    }
}
