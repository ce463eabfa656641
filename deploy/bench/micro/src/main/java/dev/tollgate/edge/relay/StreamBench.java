package dev.tollgate.edge.relay;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tollgate.bench.micro.Answers;
import dev.tollgate.bench.micro.AskedChat;
import dev.tollgate.bench.micro.Measured;
import dev.tollgate.edge.provider.spi.Failure;
import dev.tollgate.edge.provider.spi.openai.OpenAiReader;
import io.vertx.core.buffer.Buffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/// One packet of a stream: cut into events, and the events read and written for the client.
@SuppressWarnings("NullAway.Init") // JMH sets the fields.
public class StreamBench extends Measured implements EventFeed.Listener {
    private static final long EVENT_MAX = 16 << 20;

    private final SseSplitter splitter = new SseSplitter(EVENT_MAX);
    private final Outgoing out = new Outgoing(new DeliveredText(String::length), this::release);
    private final EventFeed feed = new EventFeed(
            new SseSplitter(EVENT_MAX),
            new OpenAiReader(JsonMapper.builder().build(), new AskedChat("gpt-4o-mini")),
            out,
            this);

    @Param({"1", "16", "100"})
    public int events;

    private Buffer packet;
    private long bytes;

    @Setup
    public void prepare() {
        packet = Answers.packet(events);
    }

    /// The scanner alone.
    @Benchmark
    public long split() {
        splitter.feed(packet, (held, from, to) -> {
            bytes += to - from;
            return true;
        });
        return bytes;
    }

    /// From the provider's packet to the client's, by credit that is always there.
    @Benchmark
    public Buffer relayed() {
        feed.packet(packet);
        return out.take();
    }

    private void release() {
        out.release();
    }

    @Override
    public void complete() {
        throw new IllegalStateException("the stream does not end");
    }

    @Override
    public void broken(Failure failure) {
        throw new IllegalStateException(failure.toString());
    }

    @Override
    public boolean isOpen() {
        return true;
    }
}
