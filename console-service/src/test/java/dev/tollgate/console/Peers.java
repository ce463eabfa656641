package dev.tollgate.console;

import dev.tollgate.contract.audit.v1.AuditEntryView;
import dev.tollgate.contract.auth.v1.AccountCommand;
import dev.tollgate.contract.auth.v1.AccountNote;
import dev.tollgate.contract.auth.v1.AccountRole;
import dev.tollgate.contract.auth.v1.AccountStatus;
import dev.tollgate.contract.auth.v1.AccountView;
import dev.tollgate.contract.auth.v1.CreatedKey;
import dev.tollgate.contract.auth.v1.KeyCommand;
import dev.tollgate.contract.auth.v1.KeyStatus;
import dev.tollgate.contract.auth.v1.KeyView;
import dev.tollgate.contract.auth.v1.Login;
import dev.tollgate.contract.auth.v1.LoginAnswer;
import dev.tollgate.contract.auth.v1.MemberCommand;
import dev.tollgate.contract.auth.v1.MembershipView;
import dev.tollgate.contract.auth.v1.OidcLogin;
import dev.tollgate.contract.auth.v1.Principal;
import dev.tollgate.contract.auth.v1.RevokeKey;
import dev.tollgate.contract.auth.v1.RotateKey;
import dev.tollgate.contract.auth.v1.SignupMode;
import dev.tollgate.contract.auth.v1.SignupOptions;
import dev.tollgate.contract.auth.v1.TokenCommand;
import dev.tollgate.contract.auth.v1.TokenQuestion;
import dev.tollgate.contract.auth.v1.UserCommand;
import dev.tollgate.contract.billing.v1.AccountTimeZone;
import dev.tollgate.contract.billing.v1.CreditView;
import dev.tollgate.contract.billing.v1.EdgeReleased;
import dev.tollgate.contract.billing.v1.EdgeView;
import dev.tollgate.contract.billing.v1.Frozen;
import dev.tollgate.contract.billing.v1.GiftCommand;
import dev.tollgate.contract.billing.v1.LedgerEntryView;
import dev.tollgate.contract.billing.v1.MarginReport;
import dev.tollgate.contract.billing.v1.Overdraft;
import dev.tollgate.contract.billing.v1.PaymentOptionsView;
import dev.tollgate.contract.billing.v1.PriceDiff;
import dev.tollgate.contract.billing.v1.PriceDraftCommand;
import dev.tollgate.contract.billing.v1.PriceDraftView;
import dev.tollgate.contract.billing.v1.PriceList;
import dev.tollgate.contract.billing.v1.PriceVersionView;
import dev.tollgate.contract.billing.v1.PublishPrices;
import dev.tollgate.contract.billing.v1.ReconciliationReport;
import dev.tollgate.contract.billing.v1.ReplayReport;
import dev.tollgate.contract.billing.v1.SpendLimitCommand;
import dev.tollgate.contract.billing.v1.SpendLimitView;
import dev.tollgate.contract.billing.v1.UsageRecordView;
import dev.tollgate.contract.billing.v1.UsageSumView;
import dev.tollgate.contract.billing.v1.VerifyReport;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.error.ServiceException;
import dev.tollgate.contract.page.Page;
import dev.tollgate.contract.ratelimit.v1.RateLimits;
import dev.tollgate.contract.routing.v1.Catalogue;
import dev.tollgate.contract.routing.v1.CatalogueStatus;
import dev.tollgate.contract.routing.v1.CredentialCommand;
import dev.tollgate.contract.routing.v1.CredentialRotation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/// Auth, routing and billing with an account `acct_1`, its key `key_1`, its spend limit `lim_1`, another account's
/// `lim_2`, and the groups `default` and `vip`.
public final class Peers implements AutoCloseable {
    public static final String SECRET = "sk-told-this-once";
    public static final String REQUEST = "01990000-0000-7000-8000-000000000001";

    /// What entries say whose they are, when asked for one account's: a service of the release before says nobody's.
    public static volatile @Nullable String accountOfAudit = "acct_1";

    /// Who may sign up.
    public static final SignupOptions ANYBODY = new SignupOptions("signup_options", SignupMode.OPEN, true);

    public static volatile SignupOptions signups = ANYBODY;

    public final PeerStub auth = new PeerStub(url("auth"));
    public final PeerStub routing = new PeerStub(url("routing"));
    public final PeerStub billing = new PeerStub(url("billing"));

    private volatile boolean isLastOperator;

    public Peers() {
        Insights.on(auth, billing);
        people();
        Selves.on(auth);
        accounts();
        keys();
        audit(auth, "03", "key.create");
        audit(routing, "02", "credential.set");
        audit(billing, "01", "gift.create");
        catalogue();
        credit();
        statements();
        limitsAndUsage();
        prices();
    }

    /// Whoever is changed from now on is the last operator.
    public void refuseUserChanges() {
        isLastOperator = true;
    }

    /// What the services would have refused to take.
    public List<String> violations() {
        List<String> all = new ArrayList<>(auth.violations());
        all.addAll(routing.violations());
        all.addAll(billing.violations());
        return all;
    }

    @Override
    public void close() {
        auth.close();
        routing.close();
        billing.close();
    }

    private void people() {
        auth.always("POST", "/principals", call -> Cast.answer(call.read(TokenQuestion.class)))
                .always(
                        "GET",
                        "/principals/([^/]+)",
                        call -> Cast.ofUser(call.words().getFirst()))
                .on("POST", "/sessions", call -> {
                    Login login = call.read(Login.class);
                    boolean fits = login.password() == null || login.password().equals("right");
                    return fits
                            ? new LoginAnswer(LoginAnswer.Verdict.GRANTED, Cast.created("session"))
                            : new LoginAnswer(LoginAnswer.Verdict.valueOf(login.password()), null);
                })
                .on("POST", "/sessions/oidc", call -> {
                    boolean isKnown =
                            !"nobody".equals(call.read(OidcLogin.class).subject());
                    return new LoginAnswer(
                            isKnown ? LoginAnswer.Verdict.GRANTED : LoginAnswer.Verdict.REFUSED,
                            isKnown ? Cast.created("session") : null);
                })
                .on("POST", "/users", call -> Cast.user("user_1", call.read(UserCommand.class)))
                .on("GET", "/users", call -> page(Cast.user("user_1", null)))
                .on(
                        "GET",
                        "/users/([^/]+)",
                        call -> Cast.user(known(call, "user_1", "user_cast", Principal.FIRST_OPERATOR), null))
                .on("GET", "/users/([^/]+)/memberships", call -> {
                    known(call, "user_1", "user_cast", Principal.FIRST_OPERATOR);
                    return List.of(new MembershipView("membership", "acct_1", "Ada's", AccountRole.OWNER, 1));
                })
                .on("PATCH", "/users/([^/]+)", call -> {
                    UserCommand command = call.read(UserCommand.class);
                    if (isLastOperator) {
                        throw new ServiceException(ErrorCode.CONFLICT, "The last active operator stays.");
                    }
                    return Cast.user(known(call, "user_1"), command);
                })
                .on(
                        "GET",
                        "/users/([^/]+)/tokens",
                        call -> page(Cast.created("personal").token()))
                .on("POST", "/users/([^/]+)/tokens", call -> {
                    call.read(TokenCommand.class);
                    return Cast.created("personal");
                })
                .on("POST", "/users/[^/]+/tokens/([^/]+)/revoke", call -> {
                    known(call, "tok_1", "tok_cast");
                    return Cast.created("personal").token();
                })
                .on("GET", "/accounts/([^/]+)/members", call -> List.of(Cast.member("acct_1")))
                .on("PUT", "/accounts/([^/]+)/members/([^/]+)", call -> {
                    call.read(MemberCommand.class);
                    return Cast.member(call.words().getFirst());
                })
                .on(
                        "DELETE",
                        "/accounts/([^/]+)/members/([^/]+)",
                        call -> Cast.member(call.words().getFirst()));
    }

    private void accounts() {
        auth.on("POST", "/accounts", call -> account("acct_1", call.read(AccountCommand.class)))
                .on("GET", "/accounts", call -> page(account("acct_1", null)))
                .on("POST", "/accounts/([^/]+)/notes", call -> {
                    call.read(AccountNote.class);
                    return account(known(call, "acct_1", Cast.FOREIGN), null);
                })
                .on("GET", "/accounts/([^/]+)", call -> account(known(call, "acct_1", Cast.FOREIGN), null))
                .on(
                        "PATCH",
                        "/accounts/([^/]+)",
                        call -> account(known(call, "acct_1", Cast.FOREIGN), call.read(AccountCommand.class)));
    }

    private void keys() {
        auth.on("POST", "/keys", call -> {
                    KeyCommand command = call.read(KeyCommand.class);
                    if (!"acct_1".equals(command.accountId())) {
                        throw new ServiceException(new ServiceError(
                                ErrorCode.INVALID_VALUE, "account_id: there is no such account.", "account_id"));
                    }
                    return new CreatedKey(key("key_1", KeyStatus.ACTIVE), SECRET);
                })
                .on("GET", "/keys", call -> page(key("key_1", KeyStatus.ACTIVE)))
                .on("GET", "/keys/([^/]+)", call -> key(known(call, "key_1", Cast.FOREIGN_KEY), KeyStatus.ACTIVE))
                .on("PATCH", "/keys/([^/]+)", call -> {
                    call.read(KeyCommand.class);
                    return key(known(call, "key_1", Cast.FOREIGN_KEY), KeyStatus.ACTIVE);
                })
                .on("POST", "/keys/([^/]+)/rotate", call -> {
                    call.read(RotateKey.class);
                    known(call, "key_1", Cast.FOREIGN_KEY);
                    return new CreatedKey(key("key_2", KeyStatus.ACTIVE), SECRET);
                })
                .on("POST", "/keys/([^/]+)/revoke", call -> {
                    call.read(RevokeKey.class);
                    return key(known(call, "key_1", Cast.FOREIGN_KEY), KeyStatus.REVOKED);
                });
    }

    private void catalogue() {
        routing.on("GET", "/groups", call -> List.of(group("default"), group("vip")))
                .on(
                        "GET",
                        "/catalogue/status",
                        call -> new CatalogueStatus("v7", "hash", 1_700_000_000, 16, 16, 2, List.of(), List.of()))
                .on("PUT", "/credentials/([^/]+)", call -> {
                    call.read(CredentialCommand.class);
                    return null;
                })
                .on("POST", "/credentials/rotate", call -> new CredentialRotation("new", 2, 1));
        CatalogueObjects.on(routing, billing);
    }

    private void credit() {
        billing.on("GET", "/credit/([^/]+)", call -> credit(call.words().getFirst()))
                .on("POST", "/credit/([^/]+)/gifts", call -> {
                    call.read(GiftCommand.class);
                    return credit(call.words().getFirst());
                })
                .on("PUT", "/credit/([^/]+)/frozen", call -> {
                    call.read(Frozen.class);
                    return credit(call.words().getFirst());
                })
                .on("PUT", "/credit/([^/]+)/overdraft", call -> {
                    call.read(Overdraft.class);
                    return credit(call.words().getFirst());
                })
                .on(
                        "GET",
                        "/ledger/([^/]+)/entries",
                        call -> page(new LedgerEntryView("9", "ledger_entry", "acct_1", "gift", 5, 5, "acct_1/k", 1)))
                .on("GET", "/ledger/verify", call -> new VerifyReport(1, 2, 3, null));
    }

    /// What stands for a statement.
    public static byte[] file() {
        return new byte[] {37, 80, 68, 70, 0, -1};
    }

    private void statements() {
        billing.on("GET", "/statements/acct_[12]/(?:invoices/)?2026-10\\.(?:pdf|csv)", call -> file())
                .on("GET", "/statements/acct_1/invoices/2026-11\\.pdf", call -> {
                    throw new ServiceException(ErrorCode.CONFLICT, "This month is not closed yet.");
                })
                .on("PUT", "/statements/acct_[12]/time-zone", call -> call.read(AccountTimeZone.class));
    }

    private void limitsAndUsage() {
        billing.on(
                "GET",
                "/payments/options",
                call -> new PaymentOptionsView(
                        "payment_options",
                        true,
                        true,
                        List.of(new PaymentOptionsView.Currency("usd", 12, 1_000_000_000, List.of("card")))));
        Payments.on(billing);
        Redemptions.on(billing);
        Budgets.on(auth, billing);
        billing.on("POST", "/spend-limits", call -> {
                    String scope = call.read(SpendLimitCommand.class).scope();
                    return scope == null ? limit("lim_1", "acct_1") : Budgets.limit(scope);
                })
                .on("GET", "/spend-limits", call -> found(call, limit("lim_1", "acct_1")))
                .on(
                        "GET",
                        "/spend-limits/([^/]+)",
                        call -> limit(
                                known(call, "lim_1", "lim_2"), call.words().contains("lim_1") ? "acct_1" : "acct_2"))
                .on("PATCH", "/spend-limits/([^/]+)", call -> {
                    call.read(SpendLimitCommand.class);
                    return limit(known(call, "lim_1", "lim_2"), "acct_1");
                })
                .on("GET", "/usage", call -> page(usage(REQUEST)))
                .on("GET", "/usage/sums", call -> page(sum()))
                .on("GET", "/usage/([^/]+)", call -> {
                    return usage(known(call, REQUEST, Cast.FOREIGN_REQUEST));
                })
                .on(
                        "GET",
                        "/receipts/([^/]+)",
                        call -> Map.of("id", known(call, REQUEST, Cast.FOREIGN_REQUEST), "of_a_later_release", 1))
                .on("GET", "/edges", call -> List.of(new EdgeView("edge_1", "edge", 3, 1, 2, 40, 1, 5, 9L, 10L)))
                .on("POST", "/edges/([^/]+)/release", call -> {
                    known(call, "edge_1");
                    return new EdgeReleased(2, 40, 1);
                });
    }

    private void prices() {
        PriceDraftView draft = new PriceDraftView(
                "7",
                "price_draft",
                "draft",
                "api",
                null,
                List.of("m"),
                List.of(),
                List.of(),
                List.of(),
                null,
                1,
                null,
                null);
        PriceDiff diff =
                new PriceDiff("1", "3", List.of(new PriceDiff.Change("price", "m", "g", 0, "input", "1", "2")), false);
        billing.on("POST", "/price-drafts/of-all", call -> {
                    call.read(PriceDraftCommand.class);
                    return draft;
                })
                .on("POST", "/price-drafts/import", call -> draft)
                .on("GET", "/price-drafts", call -> found(call, draft))
                .on("GET", "/price-drafts/([^/]+)", call -> draft)
                .on("DELETE", "/price-drafts/([^/]+)", call -> null)
                .on("GET", "/price-drafts/([^/]+)/diff", call -> diff)
                .on(
                        "GET",
                        "/price-drafts/([^/]+)/replay",
                        call -> new ReplayReport(
                                "price_replay", "7", 1, 2, 3, 0, 1_000, 1_031, 31, "+3.1 %", List.of()))
                .on("POST", "/price-drafts/([^/]+)/publish", call -> {
                    call.read(PublishPrices.class);
                    return draft;
                })
                .on(
                        "GET",
                        "/price-list/versions",
                        call -> found(call, new PriceVersionView("3", "price_version", 3, "hash", 1, 1, 4, 1)))
                .on("GET", "/price-list/versions/([^/]+)", call -> new PriceList.Version(3, 1, List.of(), List.of()))
                .on("GET", "/price-list/versions/([^/]+)/diff", call -> diff)
                .on(
                        "GET",
                        "/margin",
                        call -> new MarginReport(
                                "margin",
                                "2026-07-01",
                                "2026-07-02",
                                new MarginReport.Row(null, null, null, 1, 0, 10, 0, 10, 6, 4, "40.0 %"),
                                List.of()))
                .on(
                        "POST",
                        "/reconciliations",
                        call -> new ReconciliationReport("reconciliation", "anthropic", 1, 1, List.of()));
    }

    private static void audit(PeerStub stub, String age, String action) {
        stub.on("GET", "/audit", call -> {
            if ("x".equals(call.query().get("from"))) {
                throw new ServiceException(
                        new ServiceError(ErrorCode.INVALID_VALUE, "from must be a time in Unix seconds.", "from"));
            }
            return page(new AuditEntryView(
                    "019900" + age + "-0000-7000-8000-000000000000",
                    "audit_entry",
                    1,
                    "admin:00000000",
                    action,
                    "subject",
                    REQUEST,
                    "{}",
                    call.query().containsKey("account_id") ? accountOfAudit : null,
                    null,
                    "{}"));
        });
    }

    private static String known(PeerStub.Call call, String... ids) {
        String id = call.words().getFirst();
        if (!List.of(ids).contains(id)) {
            throw new ServiceException(ErrorCode.NOT_FOUND, "There is no " + id + ".");
        }
        return id;
    }

    /// A list that is searched: for `nothing`, in vain.
    static <T> Page<T> found(PeerStub.Call call, T only) {
        return "nothing".equals(call.query().get("search"))
                ? new Page<>("list", List.of(), null, null, false)
                : page(only);
    }

    private static <T> Page<T> page(T only) {
        return new Page<>("list", List.of(only), "first", "last", true);
    }

    private static AccountView account(String id, @Nullable AccountCommand command) throws IOException {
        if (command != null && command.name() != null && command.name().isBlank()) {
            throw new ServiceException(new ServiceError(ErrorCode.INVALID_VALUE, "name: must not be empty.", "name"));
        }
        AccountStatus status = command == null ? null : command.status();
        return new AccountView(
                id,
                "account",
                "Ada",
                "default",
                Objects.requireNonNullElse(status, AccountStatus.ACTIVE),
                RateLimits.NONE,
                1);
    }

    private static KeyView key(String id, KeyStatus status) {
        return new KeyView(
                id,
                "key",
                id.equals(Cast.FOREIGN_KEY) ? Cast.FOREIGN : "acct_1",
                "first",
                "sk-...once",
                null,
                status,
                null,
                List.of(),
                null,
                List.of(),
                RateLimits.NONE,
                List.of(),
                1,
                null,
                null,
                null,
                null);
    }

    static CreditView credit(String account) {
        return new CreditView("credit", account, 9_007_199_254_740_993L, 1, 0, 2, 0, 0, false, "nano-credit");
    }

    private static SpendLimitView limit(String id, String account) {
        return new SpendLimitView(
                id,
                "spend_limit",
                account,
                10,
                "day",
                "UTC",
                1,
                2,
                null,
                "",
                "key",
                null,
                null,
                false,
                List.of(50),
                null);
    }

    private static UsageSumView sum() {
        return new UsageSumView(
                "sum",
                "usage_sum",
                "hour",
                3600,
                "acct_1",
                "key_1",
                "default",
                "demo",
                2,
                0,
                Map.of("input", 3L),
                1,
                0);
    }

    static UsageRecordView usage(String id) {
        return new UsageRecordView(
                id,
                "usage_record",
                "posted",
                1,
                id.equals(REQUEST) ? "acct_1" : Cast.FOREIGN,
                "key_1",
                "default",
                "demo",
                "chat.completions",
                false,
                1,
                1,
                Map.of("input", 3L),
                Map.of("input", "1000"),
                Map.of("input", "1"),
                10,
                1,
                0,
                "complete",
                false,
                200,
                "demo",
                List.of(),
                5L,
                6,
                true);
    }

    private static Catalogue.Group group(String id) {
        return new Catalogue.Group(id, List.of("demo"), RateLimits.NONE);
    }

    private static String url(String peer) {
        return ConfigProvider.getConfig().getValue("quarkus.rest-client." + peer + ".url", String.class);
    }
}
