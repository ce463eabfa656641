package dev.tollgate.billing.mail;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/// Lets tests of other packages send what waits.
@Singleton
public class MailRounds {
    private final MailSending sending;

    MailRounds(MailSending sending) {
        this.sending = sending;
    }

    public Uni<Void> send() {
        return sending.round();
    }
}
