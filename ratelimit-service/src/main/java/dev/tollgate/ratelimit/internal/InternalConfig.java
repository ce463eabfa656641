package dev.tollgate.ratelimit.internal;

import io.smallrye.config.ConfigMapping;
import java.util.List;

/// Who may call this service.
@ConfigMapping(prefix = "tollgate.internal")
interface InternalConfig {
    /// Tokens that inner calls may carry, comma separated: two are valid at once while they rotate. Required.
    List<String> tokens();
}
