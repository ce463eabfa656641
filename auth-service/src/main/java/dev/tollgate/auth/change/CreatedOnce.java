package dev.tollgate.auth.change;

import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/// Remembers which idempotency key made what, for good: a creation sent again makes nothing. Of two at the same
/// time one waits for the other's commit, at the primary key.
@ApplicationScoped
public class CreatedOnce {
    /// The refusal of a key that was used for something else.
    public static final ServiceError MISUSED = new ServiceError(
            ErrorCode.CONFLICT, "This Idempotency-Key was used for another command.", "idempotency_key");

    private static final String CLAIM = """
            INSERT INTO auth.created_once (idempotency_key, kind, subject, content)
            VALUES (:key, :kind, :subject, :content) ON CONFLICT DO NOTHING""";
    private static final String EARLIER = """
            SELECT subject, content FROM auth.created_once WHERE idempotency_key = :key AND kind = :kind""";

    /// Claims the key for a new subject, within the transaction that makes it.
    ///
    /// @param key null claims nothing
    /// @param kind `key` or `account`
    /// @param content the command, as JSON
    public Uni<Claim> claim(@Nullable String key, String kind, String subject, String content) {
        if (key == null) {
            return Uni.createFrom().item(new Claim.New());
        }
        String hash = hash(content);
        return Panache.getSession().chain(session -> session.createNativeQuery(CLAIM)
                .setParameter("key", key)
                .setParameter("kind", kind)
                .setParameter("subject", subject)
                .setParameter("content", hash)
                .executeUpdate()
                .chain(inserted -> inserted == 1
                        ? Uni.createFrom().<Claim>item(new Claim.New())
                        : earlier(session, key, kind, hash)));
    }

    private static Uni<Claim> earlier(Mutiny.Session session, String key, String kind, String hash) {
        return session.createNativeQuery(EARLIER, Object[].class)
                .setParameter("key", key)
                .setParameter("kind", kind)
                .getSingleResult()
                .map(row -> row[1].equals(hash) ? new Claim.Repeated((String) row[0]) : new Claim.Misused());
    }

    private static String hash(String content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /// What an idempotency key stands for.
    public sealed interface Claim {
        /// Nothing yet: make it.
        record New() implements Claim {}

        /// This subject, by the same command.
        record Repeated(String subject) implements Claim {}

        /// Another command.
        record Misused() implements Claim {}
    }
}
