package dev.tollgate.billing.alert;

import io.quarkus.arc.DefaultBean;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/// Sends an alert by mail.
interface AlertMail {
    /// Whether mail is set up at all.
    boolean isOn();

    /// @param to one address
    Uni<Void> send(String to, String subject, String text);

    /// Until mail is set up.
    @Singleton
    @DefaultBean
    class Off implements AlertMail {
        @Override
        public boolean isOn() {
            return false;
        }

        @Override
        public Uni<Void> send(String to, String subject, String text) {
            return Uni.createFrom().failure(new IllegalStateException("mail is not set up"));
        }
    }
}
