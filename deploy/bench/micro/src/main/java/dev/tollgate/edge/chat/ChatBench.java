package dev.tollgate.edge.chat;

import dev.tollgate.bench.micro.Bodies;
import dev.tollgate.bench.micro.Measured;
import dev.tollgate.edge.endpoint.Reading;
import dev.tollgate.edge.json.BodyReader;
import dev.tollgate.edge.provider.spi.ChatBody.OutputField;
import io.vertx.core.buffer.Buffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/// A chat completion's body: read when it has come, and written anew for the provider.
@SuppressWarnings("NullAway.Init") // JMH sets the fields.
public class ChatBench extends Measured {
    private final BodyReader reader = new BodyReader();

    @Param({"small", "tools", "long", "image"})
    public String body;

    private Buffer bytes;
    private ChatRequest request;

    @Setup
    public void prepare() {
        bytes = Bodies.chat(body);
        request = (ChatRequest) ((Reading.Parsed) read()).request();
    }

    @Benchmark
    public Reading read() {
        return reader.read(bytes, members -> new ChatView(members).validated());
    }

    @Benchmark
    public Buffer rewritten() {
        return request.rewritten("gpt-4o-mini-2024-07-18", 200L, OutputField.MAX_TOKENS);
    }
}
