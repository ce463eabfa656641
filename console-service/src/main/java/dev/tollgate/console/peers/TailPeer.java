package dev.tollgate.console.peers;

import dev.tollgate.contract.auth.v1.Principal;
import dev.tollgate.contract.auth.v1.TokenAnswer;
import dev.tollgate.contract.auth.v1.TokenQuestion;
import dev.tollgate.contract.billing.v1.UsageCsv;
import dev.tollgate.contract.billing.v1.UsageTail;
import dev.tollgate.contract.error.ServiceException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.temporal.ChronoUnit;
import org.eclipse.microprofile.faulttolerance.Bulkhead;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;

/// What is asked of billing and auth while an answer goes on, beside the call that began it: few at a time, so that
/// those who wait for a page do not wait for these.
@ApplicationScoped
@Bulkhead(64)
public class TailPeer {
    private final TailClient billing;
    private final StandingClient auth;

    @Inject
    TailPeer(@RestClient TailClient billing, @RestClient StandingClient auth) {
        this.billing = billing;
        this.auth = auth;
    }

    /// @param since Unix milliseconds; null asks for billing's time alone
    @Timeout(value = 5, unit = ChronoUnit.SECONDS)
    public Uni<UsageTail> tail(String accountId, @Nullable Long since) {
        return billing.tail(accountId, since);
    }

    /// @param keyIds those of the filter's user, by commas
    @Timeout(value = 20, unit = ChronoUnit.SECONDS)
    @Retry(maxRetries = 2, abortOn = ServiceException.class)
    public Uni<UsageCsv> csv(UsageFilter filter, @Nullable String keyIds, @Nullable String after) {
        return billing.csv(
                filter.accountId(),
                filter.keyId(),
                keyIds,
                filter.model(),
                filter.outcome(),
                filter.endpoint(),
                filter.chargeMin(),
                filter.from(),
                filter.to(),
                after);
    }

    @Timeout(value = 5, unit = ChronoUnit.SECONDS)
    public Uni<TokenAnswer> whose(TokenQuestion question) {
        return auth.whose(question);
    }

    @Timeout(value = 5, unit = ChronoUnit.SECONDS)
    public Uni<TokenAnswer> firstOperator() {
        return auth.principal(Principal.FIRST_OPERATOR);
    }
}
