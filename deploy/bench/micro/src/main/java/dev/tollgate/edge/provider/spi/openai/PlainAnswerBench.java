package dev.tollgate.edge.provider.spi.openai;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tollgate.bench.micro.Answers;
import dev.tollgate.bench.micro.AskedChat;
import dev.tollgate.bench.micro.Measured;
import dev.tollgate.bench.micro.Thrown;
import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.edge.provider.spi.ChatBody;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/// An answer in one piece: read, and its usage understood.
@SuppressWarnings("NullAway.Init") // JMH sets the fields.
public class PlainAnswerBench extends Measured {
    private final JsonMapper json = JsonMapper.builder().build();
    private final ChatBody asked = new AskedChat("gpt-4o-mini");
    private final Thrown out = new Thrown();

    /// Bytes of text.
    @Param({"500", "20000"})
    public int text;

    private byte[] answer;

    @Setup
    public void prepare() {
        answer = Answers.plain(text).getBytes(StandardCharsets.UTF_8);
    }

    @Benchmark
    public OpenAiReader read() {
        OpenAiReader reader = new OpenAiReader(json, asked);
        reader.whole(answer, 0, answer.length, out);
        return reader;
    }

    @Benchmark
    public @Nullable Quantities readWithUsage() {
        return read().usage();
    }
}
