package dev.tollgate.console.peers;

import dev.tollgate.console.page.PageAsk;
import dev.tollgate.contract.audit.v1.AuditEntryView;
import dev.tollgate.contract.auth.v1.AccountCommand;
import dev.tollgate.contract.auth.v1.AccountNote;
import dev.tollgate.contract.auth.v1.AccountView;
import dev.tollgate.contract.auth.v1.CreatedKey;
import dev.tollgate.contract.auth.v1.KeyCommand;
import dev.tollgate.contract.auth.v1.KeyPurpose;
import dev.tollgate.contract.auth.v1.KeyUsers;
import dev.tollgate.contract.auth.v1.KeyView;
import dev.tollgate.contract.auth.v1.RevokeKey;
import dev.tollgate.contract.auth.v1.RotateKey;
import dev.tollgate.contract.error.ServiceException;
import dev.tollgate.contract.page.Page;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.stream.Collectors;
import org.eclipse.microprofile.faulttolerance.Bulkhead;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;

/// Auth, as the management API needs it. What is safe to repeat is repeated once; a 4xx opens no breaker.
@ApplicationScoped
@Timeout(value = 20, unit = ChronoUnit.SECONDS)
@CircuitBreaker(requestVolumeThreshold = 20, skipOn = ServiceException.class)
@Bulkhead(64)
public class AuthPeer {
    private final AuthClient client;

    @Inject
    AuthPeer(@RestClient AuthClient client) {
        this.client = client;
    }

    public Uni<AccountView> createAccount(@Nullable String idempotencyKey, AccountCommand command) {
        return client.createAccount(idempotencyKey, command);
    }

    @Retry(maxRetries = 1, abortOn = ServiceException.class)
    public Uni<Page<AccountView>> accounts(@Nullable String search, PageAsk ask) {
        return client.accounts(search, ask.after(), ask.before(), ask.limit());
    }

    @Retry(maxRetries = 1, abortOn = ServiceException.class)
    public Uni<AccountView> account(String id) {
        return client.account(id);
    }

    public Uni<AccountView> changeAccount(String id, AccountCommand command) {
        return client.changeAccount(id, command);
    }

    public Uni<Void> note(String id, AccountNote note) {
        return client.note(id, note);
    }

    public Uni<CreatedKey> createKey(
            @Nullable String idempotencyKey, @Nullable KeyPurpose purpose, KeyCommand command) {
        return client.createKey(idempotencyKey, purpose, command);
    }

    @Retry(maxRetries = 1, abortOn = ServiceException.class)
    public Uni<Page<KeyView>> keys(
            @Nullable String accountId, @Nullable String search, @Nullable String status, PageAsk ask) {
        return client.keys(accountId, search, status, null, ask.after(), ask.before(), ask.limit());
    }

    /// Those of one purpose, whether they have ended or not.
    @Retry(maxRetries = 1, abortOn = ServiceException.class)
    public Uni<Page<KeyView>> keys(String accountId, KeyPurpose purpose, PageAsk ask) {
        return client.keys(accountId, null, null, purpose, ask.after(), ask.before(), ask.limit());
    }

    /// User by key, of those that are somebody's.
    @Retry(maxRetries = 1, abortOn = ServiceException.class)
    public Uni<Map<String, String>> keyUsers(String accountId, @Nullable String userId) {
        return client.keyUsers(accountId, userId).map(KeyUsers::users);
    }

    /// Namespace by key, of those that are workloads'; of one namespace, or of all.
    @Retry(maxRetries = 1, abortOn = ServiceException.class)
    public Uni<Map<String, String>> keyNamespaces(String accountId, @Nullable String namespace) {
        return client.keyWorkloads(accountId, namespace).map(answer -> answer.workloads().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, workload -> workload.getValue().namespace())));
    }

    @Retry(maxRetries = 1, abortOn = ServiceException.class)
    public Uni<KeyView> key(String id) {
        return client.key(id);
    }

    public Uni<KeyView> changeKey(String id, KeyCommand command) {
        return client.changeKey(id, command);
    }

    public Uni<CreatedKey> rotateKey(String id, RotateKey command) {
        return client.rotateKey(id, command);
    }

    public Uni<KeyView> revokeKey(String id, RevokeKey command) {
        return client.revokeKey(id, command);
    }

    @Retry(maxRetries = 1, abortOn = ServiceException.class)
    public Uni<Page<AuditEntryView>> audit(AuditFilter filter, PageAsk ask) {
        return client.audit(
                filter.actor(),
                filter.action(),
                filter.subject(),
                filter.accountId(),
                filter.from(),
                filter.to(),
                ask.after(),
                ask.before(),
                ask.limit());
    }
}
