package dev.tollgate.console.access;

/// Somebody of the platform asked for a page of an account without having said why he looks at it.
public final class ViewFirst extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String account;

    ViewFirst(String account) {
        super(account, null, false, false);
        this.account = account;
    }

    public String account() {
        return account;
    }
}
