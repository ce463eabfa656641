package dev.tollgate.contract.billing.v1;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A revision of a usage record as other systems read it from Kafka: `contracts/export/usage-record-v1.schema.json`,
/// and docs/export.md in words. Within a version fields are only added. Amounts are nano-credits, as strings; times
/// are Unix milliseconds.
///
/// @param schema the version of this layout
/// @param revision 1, and one more with each correction, which replaces the revision before whole
/// @param day UTC day in the id, `2026-01-31`: with the id, the record's key
/// @param quantities units per class that the customer pays for; classes are disjoint
/// @param prices nano-credits per million units, at the price version used
/// @param components nano-credits per class; their sum is the charge
/// @param uncollected how much of the charge the account did not have
/// @param incurred units per class that the provider charges for
/// @param providerCost at the deployment's cost prices, or null when it has none
public record ExportedUsage(
        int schema,
        String id,
        int revision,
        String day,
        @JsonProperty("account_id") String accountId,
        @JsonProperty("key_id") String keyId,
        String group,
        String model,
        String endpoint,
        boolean stream,
        @JsonProperty("client_request_id") @Nullable String clientRequestId,
        @JsonProperty("admitted_at") long admittedAt,
        @JsonProperty("posted_at") long postedAt,
        @JsonProperty("price_version") long priceVersion,
        Map<String, Long> quantities,
        Map<String, String> prices,
        Map<String, String> components,
        @JsonFormat(shape = JsonFormat.Shape.STRING) long charge,
        @JsonFormat(shape = JsonFormat.Shape.STRING) long uncollected,
        Map<String, Long> incurred,
        @JsonProperty("provider_cost") @Nullable String providerCost,
        String outcome,
        boolean estimated,
        @JsonProperty("http_status") int httpStatus,
        @Nullable String provider,
        @Nullable String deployment,
        @JsonProperty("upstream_model") @Nullable String upstreamModel,
        List<UsageFrame.Attempt> attempts,
        @JsonProperty("first_byte_ms") @Nullable Long firstByteMillis,
        @JsonProperty("duration_ms") long durationMillis) {
    /// The version of this layout; a reader skips, and reports, versions above the one it knows.
    public static final int SCHEMA = 1;

    /// Names layout and version, in the header of a message that bears this name: `usage-record/1`.
    public static final String SCHEMA_HEADER = "tollgate-schema";

    /// The header with the message's number: within an account, messages are numbered in the order of their booking.
    public static final String SEQUENCE_HEADER = "tollgate-sequence";
}
