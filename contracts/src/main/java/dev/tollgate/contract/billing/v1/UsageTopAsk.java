package dev.tollgate.contract.billing.v1;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which of an account's models, keys, users or namespaces are asked for.
///
/// @param from Unix seconds; `to` is the first moment after
/// @param users whose each key is, for `by: user`, or of which namespace, for `by: namespace`: billing does not
///     know
public record UsageTopAsk(
        @JsonProperty("account_id") @Nullable String accountId,
        @JsonProperty("key_id") @Nullable String keyId,
        @Nullable String model,
        @Nullable String from,
        @Nullable String to,
        @Nullable String by,
        @Nullable String order,
        @Nullable Integer limit,
        @Nullable Map<String, String> users) {}
