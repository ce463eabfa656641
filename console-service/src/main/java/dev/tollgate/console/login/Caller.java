package dev.tollgate.console.login;

import dev.tollgate.contract.auth.v1.Principal;
import dev.tollgate.contract.id.RequestId;
import jakarta.enterprise.context.RequestScoped;
import org.jspecify.annotations.Nullable;

/// Who makes the present call, and the call's id: told to every inner service, which keeps both in its audit
/// log.
@RequestScoped
public class Caller {
    private static final int AGENT_MAX = 200;

    private final String requestId = RequestId.next(System.currentTimeMillis()).toString();
    private @Nullable String actor;
    private @Nullable Principal principal;
    private @Nullable String address;
    private @Nullable String agent;
    private @Nullable Credential credential;

    /// Our own id of this call, on its answer as `x-request-id`; a caller's is never adopted.
    public String requestId() {
        return requestId;
    }

    /// `admin:` and the admin token's fingerprint, or `user_…/tok_…`; null before the token was checked.
    public @Nullable String actor() {
        return actor;
    }

    /// Where the call came from: of the network as the console sees it, which is a proxy's address unless the
    /// proxy is believed (`quarkus.http.proxy.*`).
    public @Nullable String address() {
        return address;
    }

    /// What the caller's program calls itself, printable and short.
    public @Nullable String agent() {
        return agent;
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

    /// Tells where the call came from.
    ///
    /// @param userAgent as the caller sent it
    public void isFrom(@Nullable String remoteAddress, @Nullable String userAgent) {
        address = remoteAddress;
        if (userAgent != null) {
            String plain = userAgent.replaceAll("[^\\x20-\\x7E]", "").strip();
            agent = plain.length() > AGENT_MAX ? plain.substring(0, AGENT_MAX) : plain;
        }
    }

    /// What he showed: for an answer that goes on after it was judged.
    ///
    /// @throws IllegalStateException on an endpoint that is open to all
    public Credential credential() {
        Credential known = credential;
        if (known == null) {
            throw new IllegalStateException("nobody was asked who calls");
        }
        return known;
    }

    /// Keeps what he showed.
    public void showed(Credential what) {
        credential = what;
    }

    /// Whether it was proved who calls.
    public boolean isKnown() {
        return principal != null;
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
