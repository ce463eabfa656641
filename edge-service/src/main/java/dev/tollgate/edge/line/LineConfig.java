package dev.tollgate.edge.line;

import io.smallrye.config.ConfigMapping;
import java.util.List;

/// Who may ask in the name of a key.
@ConfigMapping(prefix = "tollgate.internal")
interface LineConfig {
    /// Any of them is taken.
    List<String> tokens();
}
