package dev.tollgate.batch.object;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/// The bucket, where files' bytes are in one.
@ConfigMapping(prefix = "tollgate.batch.bucket")
public interface BucketConfig {
    /// What it is called.
    Optional<String> name();

    /// Before each object's name: `tollgate/`.
    Optional<String> prefix();

    /// Where it is.
    @WithDefault("us-east-1")
    String region();

    /// The address of a store that is not AWS: `https://minio.example.com`.
    Optional<URI> endpoint();

    /// The bucket is in the path and not in the host name, as most stores but AWS want it.
    @WithDefault("false")
    boolean pathStyle();

    /// Who asks. Without it the SDK looks where it always looks: environment, profile, web identity, instance.
    Optional<String> accessKeyId();

    /// The secret of that key.
    Optional<String> secretAccessKey();

    /// How long one call may take, all tries included.
    @WithDefault("5m")
    Duration timeout();
}
