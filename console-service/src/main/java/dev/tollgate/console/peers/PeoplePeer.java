package dev.tollgate.console.peers;

import dev.tollgate.console.page.PageAsk;
import dev.tollgate.contract.auth.v1.CreatedToken;
import dev.tollgate.contract.auth.v1.Login;
import dev.tollgate.contract.auth.v1.LoginAnswer;
import dev.tollgate.contract.auth.v1.MemberCommand;
import dev.tollgate.contract.auth.v1.MemberView;
import dev.tollgate.contract.auth.v1.MembershipView;
import dev.tollgate.contract.auth.v1.OidcLogin;
import dev.tollgate.contract.auth.v1.PlatformRole;
import dev.tollgate.contract.auth.v1.Principal;
import dev.tollgate.contract.auth.v1.TokenAnswer;
import dev.tollgate.contract.auth.v1.TokenCommand;
import dev.tollgate.contract.auth.v1.TokenQuestion;
import dev.tollgate.contract.auth.v1.TokenView;
import dev.tollgate.contract.auth.v1.UserCommand;
import dev.tollgate.contract.auth.v1.UserView;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceException;
import dev.tollgate.contract.page.Page;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.eclipse.microprofile.faulttolerance.Bulkhead;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;

/// Auth's users, members and tokens. What is safe to repeat is repeated once; a 4xx opens no breaker. Each call of
/// the management API asks here who calls; auth answers that with 404 only when it is of the release before, which
/// knew no users.
@ApplicationScoped
@Timeout(value = 20, unit = ChronoUnit.SECONDS)
@CircuitBreaker(requestVolumeThreshold = 20, skipOn = ServiceException.class)
@Bulkhead(64)
public class PeoplePeer {
    /// What the admin token was before there were users.
    private static final Principal AS_EVER = new Principal(
            Principal.FIRST_OPERATOR,
            "principal",
            "operator",
            null,
            null,
            null,
            List.of(PlatformRole.OPERATOR),
            List.of());

    private final PeopleClient client;

    @Inject
    PeoplePeer(@RestClient PeopleClient client) {
        this.client = client;
    }

    @Retry(maxRetries = 1, abortOn = ServiceException.class)
    @Timeout(value = 5, unit = ChronoUnit.SECONDS)
    @Bulkhead(256)
    public Uni<TokenAnswer> whose(TokenQuestion question) {
        return client.whose(question)
                .onFailure(PeoplePeer::isNotFound)
                .transform(_ -> new PeerAway("it does not know tokens yet"));
    }

    @Retry(maxRetries = 1, abortOn = ServiceException.class)
    @Timeout(value = 5, unit = ChronoUnit.SECONDS)
    @Bulkhead(256)
    public Uni<TokenAnswer> firstOperator() {
        return client.principal(Principal.FIRST_OPERATOR)
                .onFailure(PeoplePeer::isNotFound)
                .recoverWithItem(() -> new TokenAnswer(TokenAnswer.Verdict.VALID, AS_EVER));
    }

    public Uni<LoginAnswer> login(Login login) {
        return client.login(login);
    }

    public Uni<LoginAnswer> loginByOidc(OidcLogin login) {
        return client.loginByOidc(login);
    }

    public Uni<UserView> createUser(UserCommand command) {
        return client.createUser(command);
    }

    @Retry(maxRetries = 1, abortOn = ServiceException.class)
    public Uni<Page<UserView>> users(@Nullable String search, PageAsk ask) {
        return client.users(search, ask.after(), ask.before(), ask.limit());
    }

    @Retry(maxRetries = 1, abortOn = ServiceException.class)
    public Uni<UserView> user(String id) {
        return client.user(id);
    }

    @Retry(maxRetries = 1, abortOn = ServiceException.class)
    public Uni<List<MembershipView>> memberships(String user) {
        return client.memberships(user);
    }

    public Uni<UserView> changeUser(String id, UserCommand command) {
        return client.changeUser(id, command);
    }

    @Retry(maxRetries = 1, abortOn = ServiceException.class)
    public Uni<Page<TokenView>> tokens(String user, PageAsk ask) {
        return client.tokens(user, ask.after(), ask.before(), ask.limit());
    }

    public Uni<CreatedToken> createToken(String user, TokenCommand command) {
        return client.createToken(user, command);
    }

    public Uni<TokenView> revokeToken(String user, String token) {
        return client.revokeToken(user, token);
    }

    @Retry(maxRetries = 1, abortOn = ServiceException.class)
    public Uni<List<MemberView>> members(String account) {
        return client.members(account);
    }

    public Uni<MemberView> setMember(String account, String user, MemberCommand command) {
        return client.setMember(account, user, command);
    }

    public Uni<MemberView> removeMember(String account, String user) {
        return client.removeMember(account, user);
    }

    private static boolean isNotFound(Throwable failure) {
        return failure instanceof ServiceException known && known.error().code() == ErrorCode.NOT_FOUND;
    }
}
