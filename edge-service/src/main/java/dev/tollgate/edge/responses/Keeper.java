package dev.tollgate.edge.responses;

import dev.tollgate.edge.provider.spi.Upstream;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Whoever a provider's credential belongs to keeps what was stored under it. What the provider names or
/// seals carries a mark that only the same account, at the same credential, can have: thus another deployment
/// is never asked for what it does not keep, and no account for what is another's. The mark tells nothing,
/// and nothing has to be remembered. Belongs to one attempt; not for several threads.
final class Keeper {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int MARK_BYTES = 12;
    private static final int MARK_LENGTH = 16;
    private static final String SEAL = "tg.";
    private static final Pattern MARKED = Pattern.compile(".+_[A-Za-z0-9_-]{" + MARK_LENGTH + "}", Pattern.DOTALL);

    private final Mac mac;
    private final String account;
    private final String seal;

    private Keeper(Mac mac, String account) {
        this.mac = mac;
        this.account = account;
        this.seal = SEAL + mark("sealed") + ".";
    }

    /// @param account whose request it is
    static Keeper of(Upstream upstream, String account) {
        try {
            String key = upstream.baseUrl() + '\0' + (upstream.secret() == null ? "" : upstream.secret());
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return new Keeper(mac, account);
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }

    /// The caller's name of what the provider calls so.
    String shown(String id) {
        return id + '_' + mark(id);
    }

    /// The provider's name; null when it is not kept here, or not for this account.
    @Nullable
    String kept(String shown) {
        if (!MARKED.matcher(shown).matches()) {
            return null;
        }
        String id = shown.substring(0, shown.length() - MARK_LENGTH - 1);
        return shown(id).equals(shown) ? id : null;
    }

    /// Whether a name may be one that a caller was told, here or elsewhere.
    static boolean isMarked(String name) {
        return MARKED.matcher(name).matches();
    }

    String sealed(String content) {
        return seal + content;
    }

    /// Null when it was not sealed here.
    @Nullable
    String opened(String sealed) {
        return sealed.startsWith(seal) ? sealed.substring(seal.length()) : null;
    }

    /// Whether content was sealed here or elsewhere, and told by us.
    static boolean isSealed(String content) {
        return content.startsWith(SEAL);
    }

    private String mark(String name) {
        byte[] digest = mac.doFinal((account + '\0' + name).getBytes(StandardCharsets.UTF_8));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, MARK_BYTES));
    }
}
