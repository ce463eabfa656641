package dev.tollgate.console.login;

import dev.tollgate.contract.id.RequestId;
import jakarta.enterprise.context.RequestScoped;
import org.jspecify.annotations.Nullable;

/// Who makes the present call, and the call's id: told to every inner service, which keeps both in its audit log.
@RequestScoped
public class Caller {
    private final String requestId = RequestId.next(System.currentTimeMillis()).toString();
    private @Nullable String actor;

    /// Our own id of this call, on its answer as `x-request-id`; a caller's is never adopted.
    public String requestId() {
        return requestId;
    }

    /// `admin:` and the token's fingerprint; null before the token was checked.
    public @Nullable String actor() {
        return actor;
    }

    void is(String name) {
        actor = name;
    }
}
