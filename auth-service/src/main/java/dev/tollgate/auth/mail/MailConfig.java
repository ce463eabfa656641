package dev.tollgate.auth.mail;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/// Mails to users. Where they go is `quarkus.mailer.*`.
@ConfigMapping(prefix = "tollgate.auth.mail")
interface MailConfig {
    /// Whom mails are from; without it none are written, and nobody signs up or resets a password.
    Optional<String> from();

    /// How often mails that wait are sent; also read by the scheduler.
    @WithDefault("5s")
    String every();

    /// How long one may take to be handed over.
    @WithDefault("20s")
    Duration timeout();

    /// How long one is tried again before it is given up; most links have ended by then.
    @WithDefault("1d")
    Duration giveUpAfter();

    /// How long it is kept after that, or after it was sent, to whom one went: never what was in it.
    @WithDefault("30d")
    Duration keepFor();
}
