package dev.tollgate.console.peers;

import dev.tollgate.contract.auth.v1.MailedToken;
import dev.tollgate.contract.auth.v1.PasswordReset;
import dev.tollgate.contract.auth.v1.PasswordResetAsk;
import dev.tollgate.contract.auth.v1.SignupAnswer;
import dev.tollgate.contract.auth.v1.SignupCommand;
import dev.tollgate.contract.auth.v1.SignupOptions;
import dev.tollgate.contract.auth.v1.SignupResend;
import dev.tollgate.contract.error.ServiceException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.temporal.ChronoUnit;
import org.eclipse.microprofile.faulttolerance.Bulkhead;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/// Auth's sign-ups, and what else is done by links in mails. What writes a mail is never repeated.
@ApplicationScoped
@Timeout(value = 20, unit = ChronoUnit.SECONDS)
@CircuitBreaker(requestVolumeThreshold = 20, skipOn = ServiceException.class)
@Bulkhead(64)
public class SignupPeer {
    private final SignupClient client;

    @Inject
    SignupPeer(@RestClient SignupClient client) {
        this.client = client;
    }

    @Retry(maxRetries = 1, abortOn = ServiceException.class)
    public Uni<SignupOptions> options() {
        return client.options();
    }

    public Uni<SignupAnswer> signUp(SignupCommand command) {
        return client.signUp(command);
    }

    public Uni<Void> confirm(MailedToken token) {
        return client.confirm(token);
    }

    public Uni<Void> resend(SignupResend resend) {
        return client.resend(resend);
    }

    public Uni<Void> askReset(PasswordResetAsk ask) {
        return client.askReset(ask);
    }

    public Uni<Void> reset(PasswordReset reset) {
        return client.reset(reset);
    }

    public Uni<Void> confirmEmail(MailedToken token) {
        return client.confirmEmail(token);
    }
}
