package dev.tollgate.inner.mail;

import java.util.regex.Pattern;

/// What may be written to: one plain address, nothing that a mail's header could read as more.
public final class MailAddress {
    private static final Pattern ONE =
            Pattern.compile("[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,187}[A-Za-z0-9])?");

    private MailAddress() {}

    public static boolean isOne(String text) {
        return ONE.matcher(text).matches();
    }
}
