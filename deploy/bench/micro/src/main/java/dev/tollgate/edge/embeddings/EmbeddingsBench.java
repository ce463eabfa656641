package dev.tollgate.edge.embeddings;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tollgate.bench.micro.Bodies;
import dev.tollgate.bench.micro.Measured;
import dev.tollgate.bench.micro.Thrown;
import dev.tollgate.contract.billing.v1.PriceList.ModelPrice;
import dev.tollgate.contract.ratelimit.v1.RateLimits;
import dev.tollgate.contract.routing.v1.Catalogue;
import dev.tollgate.edge.endpoint.Bounds;
import dev.tollgate.edge.endpoint.Reading;
import dev.tollgate.edge.json.BodyReader;
import dev.tollgate.edge.provider.spi.openai.EmbeddingsReader;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/// A request for 2,048 vectors, and its answer: vectors of 256 numbers in base64.
@SuppressWarnings("NullAway.Init") // JMH sets the fields.
public class EmbeddingsBench extends Measured {
    private static final Catalogue.Model MODEL = new Catalogue.Model(
            "text-embedding-3-small",
            List.of(),
            "openai",
            8_191,
            0,
            0,
            List.of("embeddings"),
            RateLimits.NONE,
            null,
            0);
    private static final ModelPrice PRICE = new ModelPrice("text-embedding-3-small", "default", List.of());

    private final BodyReader reader = new BodyReader();
    private final JsonMapper json = JsonMapper.builder().build();
    private final Thrown out = new Thrown();
    private Buffer body;
    private EmbeddingsRequest request;
    private byte[] answer;

    @Setup
    public void prepare() {
        body = Bodies.embeddings();
        request = (EmbeddingsRequest) ((Reading.Parsed) read()).request();
        String vector = "{\"object\":\"embedding\",\"index\":0,\"embedding\":\""
                + Base64.getEncoder().encodeToString(new byte[256 * Float.BYTES]) + "\"}";
        answer = ("{\"object\":\"list\",\"data\":[" + String.join(",", Collections.nCopies(2_048, vector))
                        + "],\"model\":\"text-embedding-3-small\",\"usage\":{\"prompt_tokens\":20480,\"total_tokens\":20480}}")
                .getBytes(StandardCharsets.UTF_8);
    }

    @Benchmark
    public Reading read() {
        return reader.read(body, EmbeddingsRequest::of);
    }

    @Benchmark
    public Bounds bounds() {
        return request.bounds(MODEL, PRICE);
    }

    @Benchmark
    public long affinity() {
        return request.affinity();
    }

    @Benchmark
    public Buffer rewritten() {
        return request.rewritten("text-embedding-3-small");
    }

    @Benchmark
    public long answer() {
        new EmbeddingsReader(json, request).whole(answer, 0, answer.length, out);
        return out.taken();
    }
}
