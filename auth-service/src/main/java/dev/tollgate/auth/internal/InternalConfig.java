package dev.tollgate.auth.internal;

import io.smallrye.config.ConfigMapping;
import java.util.List;

/// The shared secret of inner calls; there is no default.
@ConfigMapping(prefix = "tollgate.internal")
interface InternalConfig {
    /// Any of them is accepted: two at once, so that a token can be changed without a gap.
    List<String> tokens();
}
