package dev.tollgate.console.peers;

import dev.tollgate.console.page.PageAsk;
import dev.tollgate.contract.auth.v1.InvitationCommand;
import dev.tollgate.contract.auth.v1.InvitationView;
import dev.tollgate.contract.auth.v1.MailedToken;
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
import org.jspecify.annotations.Nullable;

/// Auth's invitations; without an account they are the installation's. What writes a mail is never repeated.
@ApplicationScoped
@Timeout(value = 20, unit = ChronoUnit.SECONDS)
@CircuitBreaker(requestVolumeThreshold = 20, skipOn = ServiceException.class)
@Bulkhead(64)
public class InvitationPeer {
    private final InvitationClient client;

    @Inject
    InvitationPeer(@RestClient InvitationClient client) {
        this.client = client;
    }

    @Retry(maxRetries = 1, abortOn = ServiceException.class)
    public Uni<Page<InvitationView>> list(@Nullable String account, @Nullable String search, PageAsk ask) {
        return client.list(account, search, ask.after(), ask.before(), ask.limit());
    }

    /// @param by the user who invites
    public Uni<InvitationView> make(@Nullable String account, String by, InvitationCommand command) {
        return client.make(account, by, command);
    }

    public Uni<InvitationView> resend(@Nullable String account, String id) {
        return client.resend(id, account);
    }

    public Uni<InvitationView> revoke(@Nullable String account, String id) {
        return client.revoke(id, account);
    }

    public Uni<InvitationView> look(MailedToken token) {
        return client.look(token);
    }

    public Uni<InvitationView> accept(String user, MailedToken token) {
        return client.accept(user, token);
    }
}
