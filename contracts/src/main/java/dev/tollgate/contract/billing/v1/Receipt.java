package dev.tollgate.contract.billing.v1;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A usage record that is settled, with all that explains its charge, signed as it is read (rules 20). Amounts in
/// nano-credits, as strings.
///
/// @param status `posted`: settled. One that is pending is not signed, and is no receipt
/// @param revision a correction is the next one, and says in `supersedes` what the one before charged
/// @param multiplierPpm the group's multiplier in parts per million, which the prices have in them already; null
///     for versions of the price list that do not tell
/// @param batchMultiplierPpm what a batch pays of the price, which the prices have in them, too; null for what is no
///     batch's line
/// @param cache `hit` where the answer came from the cache; null for every other
/// @param cacheMultiplierPpm what such an answer is charged of the price, which the prices have in them, too
/// @param quantities units per class, disjoint
/// @param prices nano-credits per million units, by class, in the tier of the request's input
/// @param components nano-credits by class: quantity × price ÷ 10^6
/// @param rounding of each component: `up`, to the next whole nano-credit
/// @param charge the sum of the components: what was collected, and what the account did not have
/// @param entries of the account's ledger in which it was booked
/// @param issuedAt Unix seconds: a receipt is signed whenever it is asked for
/// @param kid the id of the key that signed it; null, as is the signature, where none is configured
public record Receipt(
        String id,
        String object,
        String status,
        int revision,
        @JsonProperty("account_id") String accountId,
        @JsonProperty("key_id") String keyId,
        String group,
        String model,
        String endpoint,
        boolean stream,
        @JsonProperty("created_at") long createdAt,
        @JsonProperty("price_version") long priceVersion,
        @JsonProperty("multiplier_ppm") @Nullable Long multiplierPpm,
        Map<String, Long> quantities,
        Map<String, String> prices,
        Map<String, String> components,
        String rounding,
        @JsonFormat(shape = JsonFormat.Shape.STRING) long hold,
        @JsonFormat(shape = JsonFormat.Shape.STRING) long charge,
        @JsonFormat(shape = JsonFormat.Shape.STRING) long collected,
        @JsonFormat(shape = JsonFormat.Shape.STRING) long uncollected,
        String outcome,
        boolean estimated,
        @JsonProperty("http_status") int httpStatus,
        @Nullable String provider,
        List<UsageFrame.Attempt> attempts,
        @JsonProperty("first_byte_ms") @Nullable Long firstByteMillis,
        @JsonProperty("duration_ms") long durationMillis,
        List<Entry> entries,
        @Nullable Superseded supersedes,
        @JsonProperty("issued_at") long issuedAt,
        @Nullable String kid,
        @Nullable String signature,

        @JsonInclude(JsonInclude.Include.NON_NULL) @JsonProperty("batch_multiplier_ppm") @Nullable
        Long batchMultiplierPpm,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String cache,

        @JsonInclude(JsonInclude.Include.NON_NULL) @JsonProperty("cache_multiplier_ppm") @Nullable
        Long cacheMultiplierPpm) {
    public Receipt {
        attempts = List.copyOf(attempts);
        entries = List.copyOf(entries);
    }

    /// One line of the account's ledger. Requests that were settled together share it.
    ///
    /// @param id as `/api/v1/accounts/{id}/entries` tells it
    /// @param kind `usage` or `correction`
    public record Entry(String id, String kind, String reference) {}

    /// The revision before.
    public record Superseded(
            int revision,
            @JsonFormat(shape = JsonFormat.Shape.STRING) long charge) {}
}
