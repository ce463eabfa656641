package dev.tollgate.contract.auth.v1;

/// A new key and, this once, its secret.
public record CreatedKey(KeyView key, String secret) {
    @Override
    public String toString() {
        return "CreatedKey[" + key.id() + "]";
    }
}
