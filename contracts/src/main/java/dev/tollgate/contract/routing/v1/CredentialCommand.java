package dev.tollgate.contract.routing.v1;

/// Sets a provider's credential: written, never read back.
public record CredentialCommand(String secret) {
    @Override
    public String toString() {
        return "CredentialCommand[secret hidden]";
    }
}
