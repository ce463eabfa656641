package dev.tollgate.batch.job;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;

/// Bounds of batches.
@ConfigMapping(prefix = "tollgate.batch.jobs")
public interface JobConfig {
    /// What lines may ask for.
    @WithDefault("/v1/chat/completions,/v1/completions,/v1/embeddings,/v1/moderations,/v1/responses")
    List<String> endpoints();

    /// Lines of one input file.
    @WithDefault("50000")
    int linesMax();

    /// The longest line.
    @WithDefault("8M")
    MemorySize lineMax();

    /// How long a batch may take: what is not answered by then has expired.
    @WithDefault("24h")
    Duration window();

    /// Batches of one account that are under way at once.
    @WithDefault("100")
    int accountMax();

    /// How long files of results are kept whose caller does not say.
    @WithDefault("30d")
    Duration resultsKept();
}
