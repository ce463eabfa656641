package dev.tollgate.auth.token;

import dev.tollgate.auth.ask.Asks;
import dev.tollgate.auth.change.Origin;
import dev.tollgate.auth.signup.PendingSignups;
import dev.tollgate.auth.totp.Codes;
import dev.tollgate.auth.user.Attempts;
import dev.tollgate.auth.user.Attempts.Attempt;
import dev.tollgate.auth.user.Passwords;
import dev.tollgate.contract.auth.v1.Login;
import dev.tollgate.contract.auth.v1.LoginAnswer;
import dev.tollgate.contract.auth.v1.LoginAnswer.Verdict;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Lets a user in by his password and, where he has an authenticator, its code. A code is looked at only after
/// the right password, and a wrong one counts as a failure like a wrong password.
@ApplicationScoped
class Logins {
    private final Attempts attempts;
    private final Passwords passwords;
    private final Codes codes;
    private final PendingSignups pending;
    private final Asks asks;
    private final Tokens tokens;
    private final Map<Verdict, Counter> counters = new EnumMap<>(Verdict.class);

    Logins(
            Attempts attempts,
            Passwords passwords,
            Codes codes,
            PendingSignups pending,
            Asks asks,
            Tokens tokens,
            MeterRegistry meters) {
        this.attempts = attempts;
        this.passwords = passwords;
        this.codes = codes;
        this.pending = pending;
        this.asks = asks;
        this.tokens = tokens;
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

    /// @param given with login and password
    Uni<LoginAnswer> login(Login given, @Nullable String agent, Origin origin) {
        String login = Objects.requireNonNull(given.login());
        return attempts.byLogin(login)
                .chain(attempt -> attempt == null
                        ? ofNobody(login, Objects.requireNonNull(given.password()))
                        : judge(attempt, given, agent, origin))
                .invoke(answer ->
                        Objects.requireNonNull(counters.get(answer.verdict())).increment());
    }

    private Uni<LoginAnswer> judge(Attempt attempt, Login given, @Nullable String agent, Origin origin) {
        if (attempt.isLocked()) {
            return told(Verdict.LOCKED);
        }
        return passwords
                .fits(Objects.requireNonNull(given.password()), attempt.passwordHash())
                .chain(fits -> fits && attempt.isActive()
                        ? ofCode(attempt.userId(), given, agent, origin)
                        : told(Verdict.REFUSED));
    }

    private Uni<LoginAnswer> ofCode(String userId, Login given, @Nullable String agent, Origin origin) {
        return codes.judge(userId, given.totp(), given.recoveryCode(), origin.requestId())
                .chain(judgement -> switch (judgement) {
                    case PASSED -> letIn(userId, agent, origin);
                    case NEEDED -> attempts.takeBack(userId).chain(() -> told(Verdict.CODE_NEEDED));
                    case REFUSED -> told(Verdict.CODE_REFUSED);
                });
    }

    /// A sign-up that waits is told to whoever knows its password, in the time that it takes to refuse anybody.
    private Uni<LoginAnswer> ofNobody(String login, String password) {
        return pending.newest(login).chain(signup -> passwords
                .fits(password, signup == null ? null : signup.passwordHash())
                .chain(fits -> signup == null
                        ? Uni.createFrom().item(false)
                        : asks.ofGuess(login).map(within -> within && fits))
                .chain(waits -> told(waits ? Verdict.UNCONFIRMED : Verdict.REFUSED)));
    }

    private Uni<LoginAnswer> letIn(String userId, @Nullable String agent, Origin origin) {
        return attempts.forget(userId)
                .chain(() -> tokens.session(userId, agent, origin))
                .map(created -> new LoginAnswer(Verdict.GRANTED, created));
    }

    private static Uni<LoginAnswer> told(Verdict verdict) {
        return Uni.createFrom().item(new LoginAnswer(verdict, null));
    }
}
