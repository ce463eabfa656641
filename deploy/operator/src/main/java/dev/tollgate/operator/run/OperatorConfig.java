package dev.tollgate.operator.run;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// How the operator reaches the management API and the cluster.
@ConfigMapping(prefix = "tollgate.operator")
interface OperatorConfig {
    /// Where the console is (env TOLLGATE_CONSOLE_URL).
    URI consoleUrl();

    /// A personal access token of an operator, or the admin token (env TOLLGATE_OPERATOR_TOKEN).
    Optional<String> token();

    /// A file with that token, read at each call (env TOLLGATE_OPERATOR_TOKEN_FILE).
    Optional<Path> tokenFile();

    /// What clients in the cluster put before `/chat/completions`; told in the Secrets of keys.
    Optional<String> edgeUrl();

    /// The namespace of the lease and of the providers' credentials (env TOLLGATE_OPERATOR_NAMESPACE).
    String namespace();

    /// A call of the management API.
    @WithDefault("10s")
    Duration callTimeout();

    /// Between two looks at what is as it should be.
    @WithDefault("30s")
    Duration resync();

    /// Between two looks at what is not.
    @WithDefault("2s")
    Duration retry();

    /// Whether one of several leads.
    @WithDefault("true")
    boolean leaderElection();

    /// How long a leader that is gone is waited for.
    @WithDefault("10s")
    Duration leaseDuration();

    /// Resources that are reconciled at once.
    @WithDefault("8")
    int threads();
}
