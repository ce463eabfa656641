package dev.tollgate.auth.ask;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// Bounds of sign-ups, password resets, and other mails that are asked for.
@ConfigMapping(prefix = "tollgate.auth.ask")
interface AskConfig {
    /// Mails that may be asked for, per mailbox.
    @WithDefault("5")
    int perMailbox();

    /// The same, per address that asks: of IPv6 per block of 64 bits. Behind a proxy that the console does not
    /// believe, all have one address.
    @WithDefault("60")
    int perAddress();

    /// Invitations that may be sent, per account, and of all operators together.
    @WithDefault("50")
    int invitations();

    /// Logins of an address whose sign-up waits that are told that it does.
    @WithDefault("10")
    int guesses();

    /// How long asks count.
    @WithDefault("1h")
    Duration window();
}
