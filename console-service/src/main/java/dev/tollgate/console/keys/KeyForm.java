package dev.tollgate.console.keys;

import dev.tollgate.console.web.Form;
import dev.tollgate.contract.auth.v1.KeyCommand;
import dev.tollgate.contract.auth.v1.KeyView;
import dev.tollgate.contract.ratelimit.v1.RateLimits;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What is typed about a key, and the command that it makes. A form says all that it shows: what is empty, the key has
/// no more.
final class KeyForm {
    static final List<String> FIELDS = List.of(
            "account_id",
            "name",
            "group",
            "expires_at",
            "models",
            "ip_allow",
            "rpm",
            "tpm",
            "rpd",
            "concurrency",
            "spend_limit_ids",
            "amount",
            "period");

    private KeyForm() {}

    static void store(Form form, KeyView key) {
        Long expiry = key.expiresAt();
        form.store("name", key.name())
                .store("group", key.group())
                .store("expires_at", expiry == null ? null : LocalDateTime.ofEpochSecond(expiry, 0, ZoneOffset.UTC))
                .store("models", String.join("\n", Objects.requireNonNullElse(key.models(), List.of())))
                .store("ip_allow", String.join("\n", key.ipAllow()))
                .store("rpm", key.limits().rpm())
                .store("tpm", key.limits().tpm())
                .store("rpd", key.limits().rpd())
                .store("concurrency", key.limits().concurrency());
        key.spendLimitIds().forEach(id -> form.store("spend_limit_ids:" + id, id));
    }

    /// @param spendLimit one that was made with this form, or null
    static KeyCommand command(Form form, @Nullable String account, @Nullable String spendLimit) {
        Long expiry = form.time("expires_at");
        return new KeyCommand(
                account,
                form.required("name"),
                form.has("group") ? form.value("group") : null,
                null,
                expiry == null ? 0L : expiry,
                null,
                form.lines("models"),
                form.lines("ip_allow"),
                new RateLimits(form.count("rpm"), form.count("tpm"), form.count("rpd"), form.count("concurrency")),
                spendLimits(form, spendLimit),
                null);
    }

    /// Null, which changes nothing, where none were offered.
    private static @Nullable List<String> spendLimits(Form form, @Nullable String made) {
        if (!form.has("spend_limits_shown")) {
            return null;
        }
        List<String> all = new ArrayList<>(form.chosen("spend_limit_ids"));
        if (made != null) {
            all.add(made);
        }
        return all;
    }
}
