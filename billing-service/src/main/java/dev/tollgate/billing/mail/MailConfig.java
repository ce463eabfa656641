package dev.tollgate.billing.mail;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/// Mails to customers. Where they go is `quarkus.mailer.*`.
@ConfigMapping(prefix = "tollgate.billing.mail")
interface MailConfig {
    /// Whom mails are from; without it none are written.
    Optional<String> from();

    /// How often mails that wait are sent; also read by the scheduler.
    @WithDefault("5s")
    String every();

    /// How long one may take to be handed over.
    @WithDefault("20s")
    Duration timeout();

    /// How long one is tried again before it is given up.
    @WithDefault("3d")
    Duration giveUpAfter();

    /// How long one is kept after that, or after it was sent.
    @WithDefault("30d")
    Duration keepFor();
}
