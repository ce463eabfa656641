package dev.tollgate.contract.auth.v1;

/// Whose token is this? Answered by an [Introspection].
///
/// @param token as the caller sent it
public record WorkloadQuestion(String token) {
    @Override
    public String toString() {
        return "WorkloadQuestion";
    }
}
