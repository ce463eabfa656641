package dev.tollgate.console.access;

import static dev.tollgate.console.access.Typed.NOT_SENT;
import static dev.tollgate.console.access.Typed.form;

import dev.tollgate.console.Cast;
import dev.tollgate.console.Visitor;
import dev.tollgate.contract.auth.v1.AccountRole;
import dev.tollgate.contract.auth.v1.PlatformRole;
import java.util.List;
import java.util.stream.Stream;

/// Each form that takes something typed: how it is filled in well, and what can be wrong with each field. Where a
/// service refuses, it names the field as the real one does.
final class FormTable {
    private static final String TIME = "2031-01-02T03:04";
    private static final String[] LIMITS = {"rpm", "60", "tpm", "9000", "rpd", "500", "concurrency", "4"};

    private static final List<String> DRAFT_CLASSES = List.of(
            "input",
            "cached_input",
            "cache_write",
            "output",
            "reasoning",
            "audio_input",
            "image_input",
            "audio_output",
            "image_output",
            "image",
            "thousand_characters",
            "audio_minute",
            "search");

    private FormTable() {}

    static List<Typed> forms() {
        return Stream.of(open(), profile(), keys(), team(), money(), customers(), people(), catalogue(), prices())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Typed> open() {
        Visitor nobody = new Visitor(null);
        return List.of(
                form("POST /login", "/login", nobody)
                        .filled("login", "ada", "password", "right", "totp", "123456", "next", "/keys")
                        .wrong("login", "")
                        .wrong("password", "", "REFUSED")
                        .refused("auth POST /sessions", "totp"),
                form("POST /signup", "/signup", nobody)
                        .filled("name", "<Ada> & \"Co\"", "email", "ada@example.com", "password", "twelve letters")
                        .wrong("name", "")
                        .wrong("email", "")
                        .wrong("password", "", "short")
                        .refused("auth POST /signups", "name", "email", "password"),
                form("POST /signup/resend", "/signup/resend", nobody)
                        .filled("email", "ada@example.com", "password", "twelve letters")
                        .wrong("email", "")
                        .wrong("password", "")
                        .refused("auth POST /signups/resend", "email", "password"),
                form("POST /password-reset", "/password-reset", nobody)
                        .filled("email", "ada@example.com")
                        .wrong("email", "")
                        .refused("auth POST /password-resets", "email"),
                form("POST /password-reset/confirm", "/password-reset/confirm", nobody)
                        .filled("token", "t1", "password", "twelve letters")
                        .wrong("password", "", "short")
                        .refused("auth POST /password-resets/confirm", "password"),
                form("POST /invitation/signup", "/invitation/signup", nobody)
                        .filled("token", "t1", "name", "Ada", "password", "twelve letters")
                        .wrong("name", "")
                        .wrong("password", "", "short")
                        .refused("auth POST /signups", "name", "password"));
    }

    private static List<Typed> profile() {
        Visitor owner = owner();
        String uri = "otpauth://totp/Tollgate:ada?secret=GEZDGNBV&issuer=Tollgate";
        return List.of(
                form("POST /profile", "/profile", owner)
                        .filled("name", "Ada", "language", "zh")
                        .wrong("name", "")
                        .refused("auth PATCH /users/.*/profile", "name", "language"),
                form("POST /profile/email", "/profile/email", owner)
                        .filled("email", "new@example.com", "password", "right")
                        .wrong("email", "")
                        .wrong("password", "")
                        .refused("auth POST /users/.*/email", "email", "password"),
                form("POST /profile/security/password", "/profile/security/password", owner)
                        .filled("old_password", "right", "new_password", "twelve letters")
                        .wrong("old_password", "")
                        .wrong("new_password", "", "short")
                        .refused("auth POST /users/.*/password", "old_password", "new_password"),
                form("POST /profile/security/totp", "/profile/security/totp", owner)
                        .filled("password", "right")
                        .wrong("password", "")
                        .refused("auth POST /users/.*/totp", "password"),
                form("POST /profile/security/totp/confirm", "/profile/security/totp/confirm", owner)
                        .filled("uri", uri, "totp", "123456")
                        .wrong("totp", "")
                        .refused("auth POST /users/.*/totp/confirm", "totp"),
                form("POST /profile/security/totp/remove", "/profile/security/totp/remove", owner)
                        .after(() -> Cast.withAuthenticator = true)
                        .filled("password", "right", "totp", "abcd-efgh")
                        .wrong("password", "")
                        .wrong("totp", "")
                        .refused("auth POST /users/.*/totp/remove", "password", "totp")
                        .refusedAs("auth POST /users/.*/totp/remove", "totp", "recovery_code"),
                form("POST /profile/tokens", "/profile/tokens", owner)
                        .filled("name", "ci", "scopes", "keys:read", "days", "30")
                        .wrong("name", "")
                        .wrong("scopes", NOT_SENT)
                        .wrong("days", "", "0", "soon", "999999999999999999")
                        .refusedAs("auth POST /users/.*/tokens", "name", "name")
                        .refusedAs("auth POST /users/.*/tokens", "scopes", "scopes[0]")
                        .refusedAs("auth POST /users/.*/tokens", "days", "expires_at"));
    }

    private static List<Typed> keys() {
        Visitor operator = operator().viewing("acct_1");
        return List.of(
                key("POST /keys", "/keys?account=acct_1", owner(), "auth POST /keys"),
                key("POST /keys/{id}", "/keys/key_1", owner(), "auth PATCH /keys/key_1"),
                key("POST /keys", "/keys?account=acct_1", operator, "auth POST /keys")
                        .filled("group", "vip")
                        .wrong("group", "nowhere"),
                form("POST /keys", "/keys", operator)
                        .filled("account_id", "acct_1", "name", "ci", "group", "vip")
                        .wrong("account_id", "", "acct_9")
                        .wrong("name", "")
                        .free("expires_at", "group", "models", "ip_allow", "rpm", "tpm", "rpd", "concurrency"),
                form("POST /keys/{id}/rotate", "/keys/key_1/rotate", owner())
                        .filled("grace", "3600")
                        .wrong("grace", "", "soon")
                        .refusedAs("auth POST /keys/key_1/rotate", "grace", "grace_seconds"));
    }

    private static Typed key(String route, String address, Visitor visitor, String call) {
        return form(route, address, visitor)
                .filled("name", "ci <1>", "expires_at", TIME, "models", "gpt-4o\ndemo", "ip_allow", "10.0.0.0/8")
                .filled(LIMITS)
                .filled("amount", "12.50", "period", "week", "spend_limits_shown", "yes", "spend_limit_ids", "lim_1")
                .wrong("name", "")
                .wrong("expires_at", "soon")
                .wrong("rpm", "many", "0")
                .wrong("tpm", "-1")
                .wrong("rpd", "1.5")
                .wrong("concurrency", "x")
                .wrong("amount", "much", "0")
                .wrong("spend_limit_ids", "lim_2")
                .refused("billing POST /spend-limits", "amount", "period")
                .refused(call, "name", "expires_at")
                .refusedAs(call, "models", "models[1]")
                .refusedAs(call, "ip_allow", "ip_allow[0]")
                .refusedAs(call, "rpm", "limits.rpm");
    }

    private static List<Typed> team() {
        Visitor owner = owner();
        String limit = "billing POST /spend-limits";
        String change = "billing PATCH /spend-limits/lim_1";
        return List.of(
                form("POST /team/invitations", "/team/invitations?account=acct_1", owner)
                        .filled("email", "guest@example.com", "role", "BILLING")
                        .wrong("email", "")
                        .wrong("role", "KING", NOT_SENT)
                        .refused("auth POST /invitations", "email", "role"),
                form("POST /team/members/{user}", "/team/members/user_1?account=acct_1", owner)
                        .filled("role", "BILLING")
                        .wrong("role", "KING", NOT_SENT)
                        .refused("auth PUT /accounts/acct_1/members/user_1", "role"),
                form("POST /team/budgets", "/team/budgets?account=acct_1", owner)
                        .filled("name", "lab", "user_id", "user_1", "amount", "10", "period", "week")
                        .filled("time_zone", "Europe/Berlin", "alert_at", "50, 80", "budget", "tell")
                        .wrong("amount", "", "much", "0")
                        .wrong("user_id", "user_9")
                        .wrong("alert_at", "half")
                        .refused(limit, "name", "user_id", "amount", "period", "time_zone", "alert_at", "budget"),
                form("POST /team/budgets/{id}", "/team/budgets/lim_1", owner)
                        .filled("name", "lab", "amount", "10", "alert_at", "50, 80")
                        .wrong("amount", "", "much", "0")
                        .wrong("alert_at", "half")
                        .refused(change, "name", "amount", "alert_at"));
    }

    private static List<Typed> money() {
        Visitor owner = owner();
        String pay = "billing POST /payments/accounts/acct_1/checkouts";
        String auto = "billing PUT /payments/accounts/acct_1/auto-top-up";
        String refund = "billing POST /payments/accounts/acct_1/refunds";
        return List.of(
                form("POST /billing/checkouts", "/billing/checkouts?account=acct_1", owner)
                        .filled("idempotency_key", "k1", "own", "75", "pick", "50")
                        .filled("how", "usd card", "save_card", "yes")
                        .wrong("own", "much", "0")
                        .refusedAs(pay, "own", "credits")
                        .refusedAs(pay, "how", "method")
                        .refusedAs(pay, "how", "currency")
                        .refused(pay, "save_card")
                        .free("pick"),
                form("POST /billing/redemptions", "/billing/redemptions?account=acct_1", owner)
                        .filled("code", "ABCD-EFGH")
                        .wrong("code", "")
                        .refused("billing POST /credit/acct_1/redemptions", "code"),
                form("POST /billing/refunds", "/billing/refunds?account=acct_1", owner)
                        .filled("idempotency_key", "k1", "payment", "pay_1", "credits", "5")
                        .filled("reason", "unused", "confirmed", "yes")
                        .wrong("credits", "much", "0")
                        .wrong("reason", "")
                        .wrong("confirmed", NOT_SENT)
                        .refused(refund, "credits", "reason"),
                form("POST /billing/contact", "/billing/contact?account=acct_1", owner)
                        .filled("email", "pay@example.com")
                        .refused("billing PUT /billing-contacts/acct_1", "email"),
                form("POST /billing/auto-top-up", "/billing/auto-top-up?account=acct_1", owner)
                        .filled("enabled", "yes", "threshold", "5", "credits", "20", "monthly_cap", "100")
                        .filled("payment_method", "pm_1")
                        .wrong("threshold", "", "few")
                        .wrong("credits", "", "few")
                        .wrong("monthly_cap", "", "0.001")
                        .wrong("payment_method", "")
                        .refused(auto, "threshold", "credits", "monthly_cap", "payment_method")
                        .free("enabled"),
                form("POST /billing/alerts", "/billing/alerts?account=acct_1", owner)
                        .filled("kind", "webhook", "address", "https://h.example/")
                        .wrong("address", "")
                        .refused("billing POST /alert-targets", "kind", "address"),
                form("POST /billing/time-zone", "/billing/time-zone?account=acct_1", owner)
                        .filled("time_zone", "Europe/Berlin")
                        .wrong("time_zone", "")
                        .refused("billing PUT /statements/acct_1/time-zone", "time_zone"));
    }

    private static List<Typed> customers() {
        Visitor operator = operator();
        String note = "auth POST /accounts/acct_1/notes";
        String gift = "billing POST /credit/acct_1/gifts";
        return List.of(
                form("POST /admin/customers/{id}", "/admin/customers/acct_1", operator)
                        .filled("name", "Ada", "group", "vip")
                        .filled(LIMITS)
                        .wrong("name", "")
                        .wrong("group", "", "nowhere")
                        .wrong("rpm", "many")
                        .wrong("tpm", "0")
                        .wrong("rpd", "x")
                        .wrong("concurrency", "-1")
                        .refused("auth PATCH /accounts/acct_1", "name", "group")
                        .refusedAs("auth PATCH /accounts/acct_1", "tpm", "limits.tpm"),
                form("POST /admin/customers/{id}/gift", "/admin/customers/acct_1/gift", operator)
                        .filled("idempotency_key", "k1", "amount", "5", "reason", "sorry", "expires_at", TIME)
                        .wrong("amount", "", "much", "0")
                        .wrong("expires_at", "soon")
                        .refused(gift, "amount", "reason", "expires_at"),
                form("POST /admin/customers/{id}/overdraft", "/admin/customers/acct_1/overdraft", operator)
                        .filled("overdraft", "5")
                        .wrong("overdraft", "", "much")
                        .refused("billing PUT /credit/acct_1/overdraft", "overdraft"),
                form("POST /admin/customers/{id}/freeze", "/admin/customers/acct_1/freeze", operator)
                        .filled("reason", "fraud")
                        .wrong("reason", "")
                        .refused(note, "reason"),
                form("POST /admin/customers/{id}/unfreeze", "/admin/customers/acct_1/unfreeze", operator)
                        .filled("reason", "paid")
                        .wrong("reason", "")
                        .refused(note, "reason"),
                form("POST /admin/customers/{id}/view", "/admin/customers/acct_1/view", operator)
                        .filled("reason", "he asked", "next", "/keys")
                        .wrong("reason", "")
                        .refused(note, "reason"),
                form("POST /admin/refunds/{id}/approve", "/admin/refunds/rfr_1/approve", operator)
                        .filled("note", "kindly")
                        .refused("billing POST /refunds/rfr_1/approve", "note"),
                form("POST /admin/refunds/{id}/deny", "/admin/refunds/rfr_1/deny", operator)
                        .filled("note", "too late")
                        .wrong("note", "")
                        .refused("billing POST /refunds/rfr_1/deny", "note"));
    }

    private static List<Typed> people() {
        Visitor operator = operator();
        return List.of(
                form("POST /admin/users/invitations", "/admin/users/invitations", operator)
                        .filled("email", "guest@example.com")
                        .wrong("email", "")
                        .refused("auth POST /invitations", "email"),
                form("POST /admin/users/{id}", "/admin/users/user_1", operator)
                        .filled("name", "Ada")
                        .wrong("name", "")
                        .refused("auth PATCH /users/user_1", "name"),
                form("POST /admin/users/{id}/role", "/admin/users/user_1/role", operator)
                        .filled("role", "AUDITOR")
                        .wrong("role", "", "KING"));
    }

    private static List<Typed> catalogue() {
        Stream<Typed> made = Stream.of("providers", "models", "deployments", "groups")
                .map(kind -> object(
                                form("POST /admin/catalogue/{kind}", "/admin/catalogue/" + kind, operator())
                                        .filled("id", "new")
                                        .wrong("id", ""),
                                kind,
                                "routing POST /catalogue/" + kind)
                        .refused("routing POST /catalogue/" + kind, "id"));
        Stream<Typed> changed = Stream.of("providers", "models", "deployments", "groups")
                .map(kind -> object(
                        form("POST /admin/catalogue/{kind}/{id}", "/admin/catalogue/" + kind + "/acme", operator())
                                .filled("version", "1"),
                        kind,
                        "routing PATCH /catalogue/" + kind + "/acme"));
        Typed secret = form(
                        "POST /admin/catalogue/{kind}/{id}/{action}",
                        "/admin/catalogue/providers/acme/secret",
                        operator())
                .filled("secret", "s3cret")
                .wrong("secret", "")
                .refused("routing PUT /credentials/acme", "secret");
        return Stream.concat(Stream.concat(made, changed), Stream.of(secret)).toList();
    }

    private static Typed object(Typed form, String kind, String call) {
        switch (kind) {
            case "providers" ->
                form.filled("name", "Acme", "kind", "anthropic", "base_url", "https://a.example", "credential", "none")
                        .filled("on_client_gone", "drain", "send_traceparent", "true")
                        .wrong("base_url", "")
                        .wrong("kind", "")
                        .wrong("credential", "")
                        .refused(call, "name", "kind", "base_url", "credential", "on_client_gone")
                        .free("secret", "send_traceparent");
            case "models" ->
                form.filled("owner", "acme", "created", "2026-01-02", "context_window", "8192", "output_bound", "1024")
                        .filled("least_useful_output", "16", "capabilities", "vision", "aliases", "beep\nrun")
                        .filled("image_sizes", "1024x1024 = 1", "audio_bound", "60")
                        .wrong("owner", "")
                        .wrong("context_window", "wide", "0")
                        .wrong("output_bound", "x")
                        .wrong("least_useful_output", "x")
                        .wrong("audio_bound", "x")
                        .refused(call, "owner", "created", "context_window", "output_bound", "least_useful_output")
                        .refusedAs(call, "aliases", "aliases[1]")
                        .refusedAs(call, "capabilities", "capabilities[0]")
                        .refusedAs(call, "image_sizes", "image_sizes.1024x1024");
            case "deployments" ->
                form.filled("provider", "roadrunner", "model", "roadrunner", "upstream_model", "rr-1", "weight", "3")
                        .filled("priority", "1", "credential", "none")
                        .wrong("provider", "")
                        .wrong("model", "")
                        .wrong("weight", "heavy")
                        .wrong("priority", "x")
                        .refused(call, "provider", "model", "upstream_model", "weight", "priority", "credential");
            default ->
                form.filled("scope", "some", "models", "roadrunner")
                        .refusedAs(call, "models", "models[0]")
                        .refusedAs(call, "models", "except[0]")
                        .free("scope");
        }
        if (kind.equals("providers") || kind.equals("models")) {
            for (String timeout : List.of("connect", "first_byte", "plain", "idle", "retry_deadline")) {
                form.filled("timeouts." + timeout, "5s").refused(call, "timeouts." + timeout);
            }
        }
        if (kind.equals("models") || kind.equals("groups")) {
            form.filled(LIMITS)
                    .wrong("rpm", "many", "0")
                    .wrong("tpm", "x")
                    .wrong("rpd", "x")
                    .wrong("concurrency", "x")
                    .refusedAs(call, "rpm", "limits.rpm");
        }
        return form;
    }

    private static List<Typed> prices() {
        Visitor operator = operator();
        String take = "billing POST /price-drafts/import";
        return List.of(
                draft("POST /admin/prices", "/admin/prices"),
                draft("POST /admin/prices/drafts/{id}", "/admin/prices/drafts/7"),
                form("POST /admin/prices/import", "/admin/prices/import", operator)
                        .filled("file", "{\"m\": 1}", "what", "costs", "markup", "1.25", "note", "spring")
                        .wrong("file", "")
                        .refused(take, "what", "markup", "note")
                        .refusedAs(take, "file", ""),
                form("POST /admin/prices/drafts/{id}/{action}", "/admin/prices/drafts/7/publish", operator)
                        .filled("effective_from", TIME)
                        .wrong("effective_from", "soon")
                        .refused("billing POST /price-drafts/7/publish", "effective_from"));
    }

    private static Typed draft(String route, String address) {
        Typed draft = form(route, address, operator())
                .filled("rows_p", "1", "rows_c", "1", "rows_g", "1", "note", "spring", "withdraw", "models: drained")
                .filled("p0.id", "demo", "p0.free", "true", "c0.id", "demo/demo", "c0.free", "true")
                .filled("g0.id", "partners", "g0.multiplier", "1.1")
                .wrong("p0.id", "")
                .wrong("c0.id", "")
                .wrong("g0.id", "")
                .wrong("g0.multiplier", "twice")
                .wrong("withdraw", "demo")
                .wrong("p0.above_input", "x", "0")
                .wrong("c0.above_input", "x")
                .refused("billing POST /price-drafts/of-all", "note")
                .free("p0.free", "c0.free");
        for (String usage : DRAFT_CLASSES) {
            draft.filled("p0." + usage, "1.5", "c0." + usage, "0.5")
                    .wrong("p0." + usage, "much")
                    .wrong("c0." + usage, "-1");
        }
        return draft.filled("p0.above_input", "1000", "c0.above_input", "1000");
    }

    private static Visitor owner() {
        return new Visitor(Cast.browser(AccountRole.OWNER));
    }

    private static Visitor operator() {
        return new Visitor(Cast.browser(PlatformRole.OPERATOR));
    }
}
