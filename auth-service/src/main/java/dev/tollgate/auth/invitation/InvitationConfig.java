package dev.tollgate.auth.invitation;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// Bounds of invitations.
@ConfigMapping(prefix = "tollgate.auth.invitation")
interface InvitationConfig {
    /// How long one may be accepted.
    @WithDefault("7d")
    Duration linkFor();
}
