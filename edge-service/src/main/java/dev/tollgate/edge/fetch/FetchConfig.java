package dev.tollgate.edge.fetch;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Bounds of what is fetched from addresses that callers give.
@ConfigMapping(prefix = "tollgate.edge.fetch")
public interface FetchConfig {
    /// The largest file.
    @WithDefault("10M")
    MemorySize fileMax();

    /// Most files of one request.
    @WithDefault("16")
    int filesMax();

    /// The longest that one file may take, redirects included.
    @WithDefault("10s")
    Duration timeout();

    /// Redirects that are followed for one file.
    @WithDefault("3")
    int redirectsMax();

    /// Files that are fetched at a time, over all requests: together with the largest file a bound on memory.
    @WithDefault("8")
    int concurrentMax();

    /// Blocks of addresses (CIDR) that may be fetched from although they are not public: a file store of one's own.
    Optional<List<String>> allow();
}
