package dev.tollgate.contract.auth.v1;

import org.jspecify.annotations.Nullable;

/// What a link in a mail carries: it proves the mailbox, once.
public record MailedToken(@Nullable String token) {
    @Override
    public String toString() {
        return "MailedToken[]";
    }
}
