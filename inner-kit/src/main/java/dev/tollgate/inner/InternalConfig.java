package dev.tollgate.inner;

import io.smallrye.config.ConfigMapping;
import java.util.List;

/// Who may call an inner service; there is no default.
@ConfigMapping(prefix = "tollgate.internal")
public interface InternalConfig {
    /// Tokens that inner calls may carry, comma separated: two are valid at once while they rotate. Required.
    List<String> tokens();
}
