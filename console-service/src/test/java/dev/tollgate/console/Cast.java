package dev.tollgate.console;

import dev.tollgate.contract.auth.v1.AccountRole;
import dev.tollgate.contract.auth.v1.CreatedToken;
import dev.tollgate.contract.auth.v1.MemberView;
import dev.tollgate.contract.auth.v1.PlatformRole;
import dev.tollgate.contract.auth.v1.Principal;
import dev.tollgate.contract.auth.v1.Principal.Membership;
import dev.tollgate.contract.auth.v1.TokenAnswer;
import dev.tollgate.contract.auth.v1.TokenAnswer.Verdict;
import dev.tollgate.contract.auth.v1.TokenFormat;
import dev.tollgate.contract.auth.v1.TokenQuestion;
import dev.tollgate.contract.auth.v1.TokenView;
import dev.tollgate.contract.auth.v1.UserCommand;
import dev.tollgate.contract.auth.v1.UserStatus;
import dev.tollgate.contract.auth.v1.UserView;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Who calls: people with roles on account `acct_1`, or on the platform, and their tokens, as auth would know them.
public final class Cast {
    /// An account of nobody here, and what it has.
    public static final String FOREIGN = "acct_2";

    static final String FOREIGN_KEY = "key_far";
    static final String FOREIGN_REQUEST = "01990000-0000-7000-8000-0000000000a2";

    /// Whether auth is of the release before, which knew no users.
    public static volatile boolean olderAuth;

    /// Whether users have an authenticator.
    public static volatile boolean withAuthenticator;

    private static final Map<String, TokenAnswer> ANSWERS = new ConcurrentHashMap<>();

    private Cast() {}

    /// A session of a user who is this to `acct_1`.
    public static String of(AccountRole role) {
        return token("session-" + role, principal(List.of(), List.of(new Membership("acct_1", role)), null));
    }

    /// A session of a user who is this to the platform.
    public static String of(PlatformRole role) {
        return token("session-" + role, principal(List.of(role), List.of(), null));
    }

    /// A browser's session of a user who is this to `acct_1`.
    public static String browser(AccountRole role) {
        return browser("browser-" + role, principal(List.of(), List.of(new Membership("acct_1", role)), null));
    }

    /// A browser's session of a user who is this to the platform.
    public static String browser(PlatformRole role) {
        return browser("browser-" + role, principal(List.of(role), List.of(), null));
    }

    /// A browser's session that is worth this from now on.
    public static String browser(String name, Principal principal) {
        return answered(TokenFormat.SESSION, name, new TokenAnswer(Verdict.VALID, principal));
    }

    /// A browser's session that is valid no more.
    public static String spentInBrowser() {
        return answered(TokenFormat.SESSION, "spent", new TokenAnswer(Verdict.EXPIRED, null));
    }

    /// A personal access token of somebody who is this to `acct_1`.
    public static String of(AccountRole role, String... scopes) {
        return token(
                role + Arrays.toString(scopes),
                principal(List.of(), List.of(new Membership("acct_1", role)), List.of(scopes)));
    }

    /// A personal access token of somebody who is this to the platform.
    public static String of(PlatformRole role, String... scopes) {
        return token(role + Arrays.toString(scopes), principal(List.of(role), List.of(), List.of(scopes)));
    }

    /// A token that is valid no more.
    public static String spent(Verdict verdict) {
        return answered(TokenFormat.PERSONAL, "spent-" + verdict, new TokenAnswer(verdict, null));
    }

    /// From now on the token is worth this.
    public static String token(String name, Principal principal) {
        return answered(TokenFormat.PERSONAL, name, new TokenAnswer(Verdict.VALID, principal));
    }

    static TokenAnswer answer(TokenQuestion question) {
        requireUsers();
        return Objects.requireNonNullElse(ANSWERS.get(question.tokenHash()), new TokenAnswer(Verdict.REFUSED, null));
    }

    static TokenAnswer ofUser(String id) {
        requireUsers();
        return id.equals(Principal.FIRST_OPERATOR)
                ? new TokenAnswer(
                        Verdict.VALID,
                        new Principal(
                                id,
                                "principal",
                                "operator",
                                null,
                                null,
                                null,
                                List.of(PlatformRole.OPERATOR),
                                List.of(new Membership("acct_1", AccountRole.OWNER))))
                : new TokenAnswer(Verdict.REFUSED, null);
    }

    private static void requireUsers() {
        if (olderAuth) {
            throw new ServiceException(ErrorCode.NOT_FOUND, "There is nothing at this path.");
        }
    }

    static CreatedToken created(String kind) {
        return new CreatedToken(
                new TokenView("tok_1", "token", "user_1", kind, "a", "tgp_…abcd", null, 1, 2, null, false, null),
                kind.equals("session") ? browser(AccountRole.OWNER) : "told-once");
    }

    static UserView user(String id, @Nullable UserCommand command) {
        String name = command == null || command.name() == null ? "Ada" : command.name();
        return new UserView(
                id, "user", "ada", name, UserStatus.ACTIVE, List.of(), false, 1, false, "en", withAuthenticator);
    }

    static MemberView member(String account) {
        return new MemberView("member", account, "user_1", "ada", "Ada", AccountRole.OWNER, 1);
    }

    private static Principal principal(
            List<PlatformRole> platform, List<Membership> memberships, @Nullable List<String> scopes) {
        return new Principal(
                "user_cast", "principal", "cast", "tok_cast", scopes, 4_000_000_000L, platform, memberships);
    }

    private static String answered(String prefix, String name, TokenAnswer answer) {
        byte[] bytes = Arrays.copyOf(name.getBytes(StandardCharsets.UTF_8), 64);
        byte[] folded = new byte[32];
        for (int i = 0; i < bytes.length; i++) {
            folded[i % 32] = (byte) (folded[i % 32] * 31 + bytes[i]);
        }
        String secret = TokenFormat.write(prefix, folded);
        ANSWERS.put(TokenFormat.hash(secret), answer);
        return secret;
    }
}
