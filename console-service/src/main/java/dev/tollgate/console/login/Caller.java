package dev.tollgate.console.login;

import dev.tollgate.contract.auth.v1.Principal;
import dev.tollgate.contract.id.RequestId;
import jakarta.enterprise.context.RequestScoped;
import org.jspecify.annotations.Nullable;

/// Who makes the present call, and the call's id: told to every inner service, which keeps both in its audit log.
@RequestScoped
public class Caller {
    private final String requestId = RequestId.next(System.currentTimeMillis()).toString();
    private @Nullable String actor;
    private @Nullable Principal principal;

    /// Our own id of this call, on its answer as `x-request-id`; a caller's is never adopted.
    public String requestId() {
        return requestId;
    }

    /// `admin:` and the admin token's fingerprint, or `user_…/tok_…`; null before the token was checked.
    public @Nullable String actor() {
        return actor;
    }

    /// The user who calls.
    ///
    /// @throws IllegalStateException on an endpoint that is open to all
    public Principal principal() {
        Principal known = principal;
        if (known == null) {
            throw new IllegalStateException("nobody was asked who calls");
        }
        return known;
    }

    /// Tells who it is: once, when that was proved.
    public void is(String name, Principal who) {
        actor = name;
        principal = who;
    }

    /// Nobody is asked who calls.
    public void isUnknown(String name) {
        actor = name;
    }
}
