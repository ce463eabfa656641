package dev.tollgate.console.peers;

import dev.tollgate.console.page.PageAsk;
import dev.tollgate.contract.auth.v1.SpendLimitBindingCommand;
import dev.tollgate.contract.billing.v1.AlertTargetCommand;
import dev.tollgate.contract.billing.v1.AlertTargetView;
import dev.tollgate.contract.billing.v1.CreatedAlertTarget;
import dev.tollgate.contract.billing.v1.SpendAlertView;
import dev.tollgate.contract.billing.v1.SpendLimitView;
import dev.tollgate.contract.error.ServiceException;
import dev.tollgate.contract.page.Page;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.temporal.ChronoUnit;
import org.eclipse.microprofile.faulttolerance.Bulkhead;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/// Whom spend limits bind (auth), their end and their alerts (billing). What is safe to repeat is repeated once.
@ApplicationScoped
@Timeout(value = 20, unit = ChronoUnit.SECONDS)
@CircuitBreaker(requestVolumeThreshold = 20, skipOn = ServiceException.class)
@Bulkhead(64)
public class BudgetPeer {
    private final BudgetClient billing;
    private final BindingClient auth;

    @Inject
    BudgetPeer(@RestClient BudgetClient billing, @RestClient BindingClient auth) {
        this.billing = billing;
        this.auth = auth;
    }

    /// Binds whom the limit says that it binds.
    @Retry(maxRetries = 1, abortOn = ServiceException.class)
    public Uni<Void> bind(SpendLimitView limit) {
        return auth.bind(limit.accountId(), limit.id(), new SpendLimitBindingCommand(limit.group(), limit.userId()));
    }

    @Retry(maxRetries = 1, abortOn = ServiceException.class)
    public Uni<Void> unbind(String accountId, String limitId) {
        return auth.unbind(accountId, limitId);
    }

    @Retry(maxRetries = 1, abortOn = ServiceException.class)
    public Uni<SpendLimitView> endSpendLimit(String id) {
        return billing.endSpendLimit(id);
    }

    @Retry(maxRetries = 1, abortOn = ServiceException.class)
    public Uni<Page<SpendAlertView>> alerts(String accountId, PageAsk ask) {
        return billing.alerts(accountId, ask.after(), ask.before(), ask.limit());
    }

    public Uni<CreatedAlertTarget> addTarget(AlertTargetCommand command) {
        return billing.addTarget(command);
    }

    @Retry(maxRetries = 1, abortOn = ServiceException.class)
    public Uni<Page<AlertTargetView>> targets(String accountId, PageAsk ask) {
        return billing.targets(accountId, ask.after(), ask.before(), ask.limit());
    }

    @Retry(maxRetries = 1, abortOn = ServiceException.class)
    public Uni<AlertTargetView> target(String id) {
        return billing.target(id);
    }

    @Retry(maxRetries = 1, abortOn = ServiceException.class)
    public Uni<AlertTargetView> endTarget(String id) {
        return billing.endTarget(id);
    }
}
