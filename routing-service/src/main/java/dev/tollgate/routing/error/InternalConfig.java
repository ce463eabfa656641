package dev.tollgate.routing.error;

import io.smallrye.config.ConfigMapping;
import java.util.List;

/// The shared secrets of inner calls: two are valid at once while they are rotated.
@ConfigMapping(prefix = "tollgate.internal")
interface InternalConfig {
    /// Tokens that inner calls may carry, comma separated. Required.
    List<String> tokens();
}
