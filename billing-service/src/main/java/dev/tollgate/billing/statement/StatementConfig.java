package dev.tollgate.billing.statement;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How months are closed and told.
@ConfigMapping(prefix = "tollgate.billing.statement")
interface StatementConfig {
    /// A month is closed so long after its end, so that what was booked in its last moment is in it.
    @WithDefault("1h")
    Duration grace();

    /// Who sells, on invoices: name, address, tax number; a line each, by commas (`\,` is a comma).
    Optional<List<String>> seller();
}
