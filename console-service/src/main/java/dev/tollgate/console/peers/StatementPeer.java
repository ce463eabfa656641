package dev.tollgate.console.peers;

import dev.tollgate.contract.billing.v1.AccountTimeZone;
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

/// Billing's files: made of a whole month, so that they take longer than other answers, and few are held at a time.
@ApplicationScoped
@Timeout(value = 90, unit = ChronoUnit.SECONDS)
@Bulkhead(16)
public class StatementPeer {
    private final StatementClient client;

    @Inject
    StatementPeer(@RestClient StatementClient client) {
        this.client = client;
    }

    @Retry(maxRetries = 1, abortOn = ServiceException.class)
    public Uni<byte[]> pdf(String accountId, String month, @Nullable String name) {
        return client.pdf(accountId, month, name);
    }

    @Retry(maxRetries = 1, abortOn = ServiceException.class)
    public Uni<byte[]> csv(String accountId, String month, @Nullable String name) {
        return client.csv(accountId, month, name);
    }

    @Retry(maxRetries = 1, abortOn = ServiceException.class)
    public Uni<byte[]> invoicePdf(String accountId, String month, @Nullable String name) {
        return client.invoicePdf(accountId, month, name);
    }

    @Retry(maxRetries = 1, abortOn = ServiceException.class)
    public Uni<byte[]> invoiceCsv(String accountId, String month, @Nullable String name) {
        return client.invoiceCsv(accountId, month, name);
    }

    public Uni<AccountTimeZone> setTimeZone(String accountId, AccountTimeZone body) {
        return client.setTimeZone(accountId, body);
    }
}
