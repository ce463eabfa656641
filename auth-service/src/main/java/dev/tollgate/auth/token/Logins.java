package dev.tollgate.auth.token;

import dev.tollgate.auth.change.Origin;
import dev.tollgate.auth.user.Passwords;
import dev.tollgate.contract.auth.v1.LoginAnswer;
import dev.tollgate.contract.auth.v1.LoginAnswer.Verdict;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Lets a user in by his password. Each attempt is counted before it is judged, so that any number at once get no
/// more tries than one after the other; a success forgets them.
@ApplicationScoped
class Logins {
    private static final String TRY = """
            UPDATE auth.app_user SET failed_at = CASE WHEN failed_logins >= $2 AND failed_at > now() - $3 * interval '1 second'
                                                      THEN failed_at ELSE now() END,
              failed_logins = CASE WHEN failed_at > now() - $3 * interval '1 second' THEN least(failed_logins, $2) + 1
                                   ELSE 1 END
            WHERE lower(login) = $1
            RETURNING id, password_hash, status, failed_logins > $2 AS locked""";
    private static final String FORGET = "UPDATE auth.app_user SET failed_logins = 0, failed_at = NULL WHERE id = $1";

    private final Pool pool;
    private final Passwords passwords;
    private final Tokens tokens;
    private final TokenConfig config;
    private final Map<Verdict, Counter> counters = new EnumMap<>(Verdict.class);

    Logins(Pool pool, Passwords passwords, Tokens tokens, TokenConfig config, MeterRegistry meters) {
        this.pool = pool;
        this.passwords = passwords;
        this.tokens = tokens;
        this.config = config;
        for (Verdict verdict : Verdict.values()) {
            String result = verdict.name().toLowerCase(Locale.ROOT);
            counters.put(
                    verdict,
                    Counter.builder("tollgate.auth.logins")
                            .description("Logins with a password")
                            .tag("result", result)
                            .register(meters));
        }
    }

    Uni<LoginAnswer> login(String login, String password, Origin origin) {
        return pool.preparedQuery(TRY)
                .execute(Tuple.of(
                        login.toLowerCase(Locale.ROOT),
                        config.failuresMax(),
                        config.lockedFor().toSeconds()))
                .chain(rows -> judge(rows, password, origin))
                .invoke(answer ->
                        Objects.requireNonNull(counters.get(answer.verdict())).increment());
    }

    private Uni<LoginAnswer> judge(RowSet<Row> rows, String password, Origin origin) {
        @Nullable Row user = rows.size() == 0 ? null : rows.iterator().next();
        if (user != null && user.getBoolean("locked")) {
            return Uni.createFrom().item(new LoginAnswer(Verdict.LOCKED, null));
        }
        boolean active = user != null && "ACTIVE".equals(user.getString("status"));
        return passwords
                .fits(password, user == null ? null : user.getString("password_hash"))
                .chain(fits -> user == null || !fits || !active
                        ? Uni.createFrom().item(new LoginAnswer(Verdict.REFUSED, null))
                        : letIn(user.getString("id"), origin));
    }

    private Uni<LoginAnswer> letIn(String userId, Origin origin) {
        return pool.preparedQuery(FORGET)
                .execute(Tuple.of(userId))
                .chain(() -> tokens.session(userId, origin))
                .map(created -> new LoginAnswer(Verdict.GRANTED, created));
    }
}
