package dev.tollgate.console.peers;

import dev.tollgate.console.page.PageAsk;
import dev.tollgate.contract.auth.v1.EmailChange;
import dev.tollgate.contract.auth.v1.PasswordChange;
import dev.tollgate.contract.auth.v1.PasswordProof;
import dev.tollgate.contract.auth.v1.ProfileCommand;
import dev.tollgate.contract.auth.v1.RecoveryCodes;
import dev.tollgate.contract.auth.v1.TokenView;
import dev.tollgate.contract.auth.v1.TotpConfirmation;
import dev.tollgate.contract.auth.v1.TotpEnrolment;
import dev.tollgate.contract.auth.v1.TotpRemoval;
import dev.tollgate.contract.auth.v1.UserView;
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

/// Auth's part of what users change of themselves. Only what changes nothing is repeated.
@ApplicationScoped
@Timeout(value = 20, unit = ChronoUnit.SECONDS)
@CircuitBreaker(requestVolumeThreshold = 20, skipOn = ServiceException.class)
@Bulkhead(64)
public class ProfilePeer {
    private final ProfileClient client;

    @Inject
    ProfilePeer(@RestClient ProfileClient client) {
        this.client = client;
    }

    public Uni<UserView> change(String user, ProfileCommand command) {
        return client.change(user, command);
    }

    /// @param session the one that goes on
    public Uni<Void> changePassword(String user, @Nullable String session, PasswordChange command) {
        return client.changePassword(user, session, command);
    }

    public Uni<Void> changeEmail(String user, EmailChange command) {
        return client.changeEmail(user, command);
    }

    public Uni<TotpEnrolment> enrol(String user, PasswordProof proof) {
        return client.enrol(user, proof);
    }

    public Uni<RecoveryCodes> confirm(String user, TotpConfirmation confirmation) {
        return client.confirm(user, confirmation);
    }

    public Uni<UserView> remove(String user, TotpRemoval removal) {
        return client.remove(user, removal);
    }

    /// For an operator.
    public Uni<UserView> takeOff(String user) {
        return client.takeOff(user);
    }

    @Retry(maxRetries = 1, abortOn = ServiceException.class)
    public Uni<Page<TokenView>> sessions(String user, PageAsk ask) {
        return client.sessions(user, ask.after(), ask.before(), ask.limit());
    }

    /// @param except the one that goes on
    public Uni<Void> endSessions(String user, @Nullable String except) {
        return client.endSessions(user, except);
    }
}
