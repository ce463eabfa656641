package dev.tollgate.edge.provider.openai;

import dev.tollgate.edge.provider.spi.UpstreamBody;
import java.util.List;
import java.util.UUID;

/// Forms on their way to OpenAI.
final class OpenAiForms {
    private OpenAiForms() {}

    static UpstreamBody.Form of(List<UpstreamBody.Part> parts) {
        return new UpstreamBody.Form("tollgate-" + UUID.randomUUID(), parts);
    }

    /// The caller's parts, with another model's name.
    static List<UpstreamBody.Part> renamed(List<UpstreamBody.Part> parts, String model) {
        return parts.stream()
                .map(part -> part.name().equals("model") ? UpstreamBody.Field.text("model", model) : part)
                .toList();
    }
}
