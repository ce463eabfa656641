package dev.tollgate.contract.auth.v1;

/// A new secret for an authenticator, told this once. It counts once a code of it was shown.
///
/// @param secret base32, as authenticators take it by hand
/// @param uri `otpauth://totp/…`, as they take it by picture
public record TotpEnrolment(String object, String secret, String uri) {
    @Override
    public String toString() {
        return "TotpEnrolment[]";
    }
}
