package dev.tollgate.contract.auth.v1;

import java.util.List;

/// What stands in for the authenticator, each once; told this once.
public record RecoveryCodes(String object, List<String> codes) {
    public RecoveryCodes {
        codes = List.copyOf(codes);
    }

    @Override
    public String toString() {
        return "RecoveryCodes[" + codes.size() + "]";
    }
}
