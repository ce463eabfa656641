package dev.tollgate.edge.peers;

import io.smallrye.config.ConfigMapping;
import java.util.List;

/// The shared secret of inner calls; there is no default.
@ConfigMapping(prefix = "tollgate.internal")
interface InternalConfig {
    /// The first is sent; the services accept any of theirs, so that a token can be changed without a gap.
    List<String> tokens();
}
