package dev.tollgate.batch.object;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;

/// Where files' bytes are.
@ConfigMapping(prefix = "tollgate.batch.objects")
public interface ObjectConfig {
    /// Which of the stores.
    enum Kind {
        DISK,
        BUCKET
    }

    /// `disk`: a directory that all replicas see; `bucket`: a bucket of S3, or of a store that speaks its API.
    @WithDefault("disk")
    Kind kind();

    /// The directory, of `disk`.
    @WithDefault(".tollgate/files")
    Path directory();
}
