package dev.tollgate.edge.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tollgate.bench.micro.Measured;
import dev.tollgate.contract.billing.v1.UsageFrame;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/// A usage record on its way to the disk.
@SuppressWarnings("NullAway.Init") // JMH sets the fields.
public class FrameBench extends Measured {
    private static final UsageFrame.Subject SUBJECT = new UsageFrame.Subject(
            "0199a3f4-6d2c-7e11-8a43-5f0d9c2b7e61",
            null,
            "acct_0123456789abcdef",
            "key_0123456789abcdef",
            List.of(),
            "default",
            "gpt-4o-mini",
            "chat.completions",
            true,
            7,
            1_760_000_000_000L,
            500_000);

    private final ObjectWriter json = JsonMapper.builder().build().writer();
    private final ByteBuffer segment = ByteBuffer.allocate(4_096);
    private UsageFrame done;
    private Frame frame;

    @Setup
    public void prepare() throws JsonProcessingException {
        done = new UsageFrame.Done(
                UsageFrame.VERSION,
                SUBJECT,
                Map.of("input", 1_234L, "output", 567L),
                Map.of("input", 185_100L, "output", 340_200L),
                525_300,
                Map.of("input", 1_234L, "output", 567L),
                null,
                UsageFrame.Outcome.COMPLETED,
                false,
                200,
                "openai",
                "openai-1",
                "gpt-4o-mini-2024-07-18",
                List.of(new UsageFrame.Attempt("openai-1", "ok", 3)),
                412L,
                5_300);
        frame = new Frame(42, 7, payload());
    }

    /// The record as JSON.
    @Benchmark
    public byte[] payload() throws JsonProcessingException {
        return json.writeValueAsBytes(done);
    }

    /// The frame around it.
    @Benchmark
    public ByteBuffer framed() {
        FrameCodec.write(segment.clear(), frame);
        return segment;
    }
}
