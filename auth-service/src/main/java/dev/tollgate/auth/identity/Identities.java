package dev.tollgate.auth.identity;

import dev.tollgate.auth.audit.Trail;
import dev.tollgate.auth.change.ChangeLog;
import dev.tollgate.auth.change.ChangeLog.Changed;
import dev.tollgate.auth.change.Origin;
import dev.tollgate.auth.id.Ids;
import dev.tollgate.auth.identity.OidcRules.Whose;
import dev.tollgate.auth.mail.Language;
import dev.tollgate.auth.signup.Newcomers;
import dev.tollgate.auth.signup.Newcomers.Newcomer;
import dev.tollgate.auth.token.Tokens;
import dev.tollgate.auth.user.UserStore;
import dev.tollgate.contract.auth.v1.LoginAnswer;
import dev.tollgate.contract.auth.v1.LoginAnswer.Verdict;
import dev.tollgate.contract.auth.v1.OidcLogin;
import dev.tollgate.contract.auth.v1.UserStatus;
import dev.tollgate.contract.auth.v1.UserView;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Lets somebody in by his identity. Of two first logins of one identity at the same time the second waits, and
/// finds what the first has made. The provider asks for second factors: no code is asked for here.
@ApplicationScoped
class Identities {
    private static final int NAME_MAX = 200;
    private static final String LOCK = "SELECT pg_advisory_xact_lock(hashtextextended($1, 63))";
    private static final String FIND = "SELECT user_id FROM auth.user_identity WHERE issuer = $1 AND subject = $2";
    private static final String LINK = "INSERT INTO auth.user_identity (issuer, subject, user_id) VALUES ($1, $2, $3)";

    private final ChangeLog log;
    private final UserStore users;
    private final Newcomers newcomers;
    private final Tokens tokens;
    private final Trail trail;
    private final OidcConfig config;

    Identities(ChangeLog log, UserStore users, Newcomers newcomers, Tokens tokens, Trail trail, OidcConfig config) {
        this.log = log;
        this.users = users;
        this.newcomers = newcomers;
        this.tokens = tokens;
        this.trail = trail;
        this.config = config;
    }

    Uni<LoginAnswer> login(OidcLogin login, @Nullable String agent, Origin origin) {
        return log.commitSql(tx -> find(tx, login)
                        .chain(known -> known != null
                                ? Uni.createFrom().item(unchanged(known))
                                : decide(tx, login, origin.requestId())))
                .chain(found -> found.filter(user -> user.status() == UserStatus.ACTIVE)
                        .map(user -> tokens.session(user.id(), agent, origin)
                                .map(created -> new LoginAnswer(Verdict.GRANTED, created)))
                        .orElseGet(() -> Uni.createFrom().item(new LoginAnswer(Verdict.REFUSED, null))));
    }

    private Uni<@Nullable UserView> find(SqlConnection tx, OidcLogin login) {
        return tx.preparedQuery(LOCK)
                .execute(Tuple.of(login.issuer() + "\n" + login.subject()))
                .chain(() -> tx.preparedQuery(FIND).execute(Tuple.of(login.issuer(), login.subject())))
                .chain(rows -> rows.size() == 0
                        ? Uni.createFrom().<UserView>nullItem()
                        : users.find(tx, rows.iterator().next().getString(0)));
    }

    private Uni<Changed<Optional<UserView>>> decide(SqlConnection tx, OidcLogin login, @Nullable String requestId) {
        String email = OidcRules.verifiedEmail(login);
        Uni<@Nullable UserView> same = email == null ? Uni.createFrom().nullItem() : users.findByLogin(tx, email);
        return same.chain(user -> switch (OidcRules.whose(email, user, config)) {
            case Whose.Known(UserView known) ->
                link(tx, login, known, requestId).replaceWith(unchanged(known));
            case Whose.New(String address) -> make(tx, login, address, requestId);
            case Whose.Nobodys() -> Uni.createFrom().item(new Changed<Optional<UserView>>(Optional.empty(), List.of()));
        });
    }

    private Uni<Changed<Optional<UserView>>> make(
            SqlConnection tx, OidcLogin login, @Nullable String email, @Nullable String requestId) {
        Newcomer newcomer = new Newcomer(
                email == null ? Ids.next("oidc-") : email,
                name(login, email),
                null,
                Language.of(login.language()).code(),
                email != null);
        return newcomers
                .make(tx, newcomer, requestId)
                .call(user -> link(tx, login, user, requestId))
                .chain(user -> newcomers
                        .settle(tx, user, requestId)
                        .map(account -> new Changed<>(Optional.of(user), List.of(account))));
    }

    private static Changed<Optional<UserView>> unchanged(UserView user) {
        return new Changed<>(Optional.of(user), List.of());
    }

    private Uni<Void> link(SqlConnection tx, OidcLogin login, UserView user, @Nullable String requestId) {
        Map<String, String> identity = Map.of(
                "issuer", Objects.requireNonNull(login.issuer()), "subject", Objects.requireNonNull(login.subject()));
        return tx.preparedQuery(LINK)
                .execute(Tuple.of(login.issuer(), login.subject(), user.id()))
                .chain(() -> trail.note(
                        tx,
                        new Origin(user.id(), requestId),
                        new Trail.Deed("identity.link", user.id(), null, null, identity)));
    }

    private static String name(OidcLogin login, @Nullable String email) {
        String name = login.name() == null || login.name().isBlank()
                ? Objects.requireNonNullElse(email, "User")
                : login.name().strip();
        return name.length() > NAME_MAX ? name.substring(0, NAME_MAX) : name;
    }
}
