package dev.tollgate.edge.metering;

import dev.tollgate.bench.micro.Measured;
import org.openjdk.jmh.annotations.Benchmark;

/// What it takes to count the tokens of 1 KB of English.
public class TokenBench extends Measured {
    private static final String SENTENCE = "The gateway's tokenizer counts where a provider doesn't tell its usage, "
            + "or where an answer of 2,048 tokens was cut short. ";

    private final TokenCounter counter = new TokenCounter();
    private final String english = SENTENCE.repeat(9).substring(0, 1_024);

    @Benchmark
    public long o200k() {
        return counter.count("gpt-4o", english);
    }

    @Benchmark
    public long cl100k() {
        return counter.count("gpt-4", english);
    }
}
