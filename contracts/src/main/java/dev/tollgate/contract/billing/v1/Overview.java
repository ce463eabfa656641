package dev.tollgate.contract.billing.v1;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How the platform stands, by UTC days of admission. Amounts in nano-credits, as strings.
///
/// @param from the first day; `to` is the last
/// @param total of all providers; `days`, `providers` and `models` are parts of it
/// @param ended how requests ended, and how long they took
/// @param alerts what waits for somebody, each as a count
public record Overview(
        String object,
        String from,
        String to,
        MarginReport.Row total,
        Ended ended,
        List<MarginReport.Row> days,
        List<MarginReport.Row> providers,
        List<MarginReport.Row> models,
        List<Deployment> deployments,
        List<Account> accounts,
        List<Alert> alerts) {
    public Overview {
        days = List.copyOf(days);
        providers = List.copyOf(providers);
        models = List.copyOf(models);
        deployments = List.copyOf(deployments);
        accounts = List.copyOf(accounts);
        alerts = List.copyOf(alerts);
    }

    /// @param requests of which it is known how they ended
    /// @param failed of these, those that the provider refused or broke off
    /// @param errorRate of the requests, those that failed: `0.4 %`
    public record Ended(
            long requests,
            long failed,
            @JsonProperty("error_rate") String errorRate,
            @Nullable Latency duration,
            @JsonProperty("first_byte") @Nullable Latency firstByte) {}

    /// @param deployment empty for requests that none was sent
    /// @param margin what was collected less the cost
    public record Deployment(
            String deployment,
            String provider,
            String model,
            Ended ended,
            @JsonFormat(shape = JsonFormat.Shape.STRING) long charge,
            @JsonFormat(shape = JsonFormat.Shape.STRING) long cost,
            @JsonFormat(shape = JsonFormat.Shape.STRING) long margin) {}

    /// One of those that were charged most.
    public record Account(
            @JsonProperty("account_id") String accountId,
            long requests,
            @JsonFormat(shape = JsonFormat.Shape.STRING) long charge,
            @JsonFormat(shape = JsonFormat.Shape.STRING) long uncollected,
            String share) {}

    /// @param kind `quarantine`, `uncollected`, `mails`, `webhooks`, `leases`, `frozen` or `refunds`
    /// @param count up to 1,000; so many means as many or more
    /// @param amount what is at stake, where that is a sum
    /// @param link where it is resolved, below `/api/v1`; null where that is no call of this API
    public record Alert(
            String kind,
            long count,

            @JsonFormat(shape = JsonFormat.Shape.STRING) @Nullable
            Long amount,

            @Nullable String link) {}
}
