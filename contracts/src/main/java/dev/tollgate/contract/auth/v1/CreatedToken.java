package dev.tollgate.contract.auth.v1;

/// A new token and, this once, its secret.
public record CreatedToken(TokenView token, String secret) {
    @Override
    public String toString() {
        return "CreatedToken[" + token.id() + "]";
    }
}
