package dev.tollgate.auth.workload;

import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import java.util.Locale;

/// Why a token is not taken. What a caller is told helps whoever runs the pod, and nobody who guesses.
enum Reason {
    OFF("This gateway takes API keys only: send it as `Authorization: Bearer sk-...`."),
    MALFORMED("This is neither an API key nor a ServiceAccount's token."),
    ISSUER("The issuer of this token is not known here."),
    SIGNATURE("The signature of this token is not valid."),
    AUDIENCE("This token is not for this gateway: ask Kubernetes for one of the gateway's audience."),
    EXPIRED(ErrorCode.API_KEY_EXPIRED, "This token has expired."),
    TIME("This token is not valid yet, or for too long: at most a day."),
    CLAIMS("This is not the token of a pod's ServiceAccount."),
    UNMAPPED("No account is given to the namespace and the ServiceAccount of this token."),
    KEYS_AWAY(ErrorCode.SERVICE_UNAVAILABLE, "The token can't be checked at the moment. Please try again.");

    private final ErrorCode code;
    private final String message;

    Reason(String message) {
        this(ErrorCode.INVALID_API_KEY, message);
    }

    Reason(ErrorCode code, String message) {
        this.code = code;
        this.message = message;
    }

    ServiceError error() {
        return new ServiceError(code, message);
    }

    /// As metrics name it.
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
