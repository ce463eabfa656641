package dev.tollgate.batch.object;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// Where files' bytes are.
@ConfigMapping(prefix = "tollgate.batch.objects")
public interface ObjectConfig {
    /// `disk`: a directory that all replicas see; `s3`: a bucket.
    enum Kind {
        DISK,
        S3
    }

    @WithDefault("disk")
    Kind kind();

    /// Of `disk`.
    @WithDefault(".tollgate/files")
    Path directory();

    Bucket s3();

    /// Of `s3`.
    interface Bucket {
        /// The bucket's name.
        Optional<String> bucket();

        /// Before each object's name: `tollgate/`.
        Optional<String> prefix();

        @WithDefault("us-east-1")
        String region();

        /// The address of a store that is not AWS: `https://minio.example.com`.
        Optional<String> endpoint();

        /// The bucket is in the path and not in the host name, as most stores but AWS want it.
        @WithDefault("false")
        boolean pathStyle();

        /// Without it the SDK looks where it always looks: environment, profile, web identity, instance.
        @WithName("access-key-id")
        Optional<String> accessKeyId();

        Optional<String> secretAccessKey();

        /// How long one call may take, all tries included.
        @WithDefault("5m")
        Duration timeout();
    }
}
