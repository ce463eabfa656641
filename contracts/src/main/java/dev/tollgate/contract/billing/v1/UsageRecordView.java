package dev.tollgate.contract.billing.v1;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One request, as it was counted and charged. Amounts in nano-credits, as strings.
///
/// @param status `posted`; `pending` while billing knows of the request but not its end
/// @param components class → nano-credits as decimal strings
/// @param prices class → nano-credits per million at the price version used; a batch's for a batch's line
/// @param batch whether it is a batch's line; false from a billing that does not tell
public record UsageRecordView(
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
        Map<String, Long> quantities,
        Map<String, String> prices,
        Map<String, String> components,
        @JsonFormat(shape = JsonFormat.Shape.STRING) long hold,
        @JsonFormat(shape = JsonFormat.Shape.STRING) long charge,
        @JsonFormat(shape = JsonFormat.Shape.STRING) long uncollected,
        String outcome,
        boolean estimated,
        @JsonProperty("http_status") int httpStatus,
        @Nullable String provider,
        List<UsageFrame.Attempt> attempts,
        @JsonProperty("first_byte_ms") @Nullable Long firstByteMillis,
        @JsonProperty("duration_ms") long durationMillis,
        boolean batch) {}
