package dev.tollgate.auth.mail;

import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceException;
import dev.tollgate.inner.mail.MailAddress;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/// Where mails are left to be sent, in the transaction of what they tell of: what is rolled back is not told.
@Singleton
public class Mails {
    private static final String PUT = """
            INSERT INTO auth.mail (recipient, subject, content, created_at, next_try_at) VALUES ($1, $2, $3, $4, $4)""";

    private final @Nullable String from;
    private final @Nullable String site;

    Mails(MailConfig config, @ConfigProperty(name = "tollgate.public-url") Optional<String> publicUrl) {
        this.from = config.from().filter(address -> !address.isBlank()).orElse(null);
        this.site = publicUrl
                .map(url -> url.strip().replaceFirst("/+$", ""))
                .filter(url -> !url.isEmpty())
                .orElse(null);
    }

    /// Whom they are from; null while none are written.
    @Nullable
    String from() {
        return from;
    }

    /// Whether any are written: there is a sender, and a place for links to lead to.
    public boolean areOn() {
        return from != null && site != null;
    }

    /// @throws ServiceException 409 while none are written
    public void require() {
        if (!areOn()) {
            throw new ServiceException(
                    ErrorCode.CONFLICT,
                    "This needs mail, which is not set up here (TOLLGATE_MAIL_FROM, TOLLGATE_PUBLIC_URL).");
        }
    }

    /// Leaves a letter for this address; none is left while none are written, nor for what is no address.
    ///
    /// @param words of the letter, beside `site`
    public Uni<Void> put(
            SqlConnection tx, String recipient, Letter letter, Language language, Map<String, String> words) {
        if (!areOn() || !MailAddress.isOne(recipient)) {
            return Uni.createFrom().voidItem();
        }
        Map<String, String> all = new HashMap<>(words);
        all.put("site", String.valueOf(site));
        Letter.Text text = letter.write(language, all);
        return tx.preparedQuery(PUT)
                .execute(Tuple.of(
                        recipient, text.subject(), text.content(), Instant.now().atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }

    /// Where a link leads: always below `tollgate.public-url`, never what a request says its host is.
    public String link(String path, String token) {
        return site + path + "?token=" + token;
    }
}
