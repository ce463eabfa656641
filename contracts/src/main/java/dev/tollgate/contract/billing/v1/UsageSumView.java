package dev.tollgate.contract.billing.v1;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;

/// What the requests of an hour or a day come to, of one key with one model. Amounts in nano-credits, as strings.
///
/// @param interval `hour` or `day`, in UTC
/// @param startsAt Unix seconds
/// @param group empty, as the model is, for days whose records were dropped before models were summed up
/// @param failed of the requests, those that the provider refused or broke off
/// @param quantities class → what was delivered; classes of which nothing was are left out
public record UsageSumView(
        String id,
        String object,
        String interval,
        @JsonProperty("starts_at") long startsAt,
        @JsonProperty("account_id") String accountId,
        @JsonProperty("key_id") String keyId,
        String group,
        String model,
        long requests,
        long failed,
        Map<String, Long> quantities,
        @JsonFormat(shape = JsonFormat.Shape.STRING) long charge,
        @JsonFormat(shape = JsonFormat.Shape.STRING) long uncollected) {
    public UsageSumView {
        quantities = Map.copyOf(quantities);
    }
}
