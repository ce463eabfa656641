package dev.tollgate.local.demo;

import dev.tollgate.local.fake.Fake;
import dev.tollgate.local.fake.anthropic.AnthropicFake;
import dev.tollgate.local.fake.azure.AzureFake;
import dev.tollgate.local.fake.bedrock.BedrockFake;
import dev.tollgate.local.fake.cohere.CohereFake;
import dev.tollgate.local.fake.deepseek.DeepSeekFake;
import dev.tollgate.local.fake.elevenlabs.ElevenLabsFake;
import dev.tollgate.local.fake.gemini.GeminiFake;
import dev.tollgate.local.fake.jina.JinaFake;
import dev.tollgate.local.fake.mistral.MistralFake;
import dev.tollgate.local.fake.moonshot.MoonshotFake;
import dev.tollgate.local.fake.openai.OpenAiFake;
import dev.tollgate.local.fake.vertex.VertexFake;
import java.util.List;

/// The dialects that the demo provider speaks. A new one is a line here.
final class DemoFakes {

    private DemoFakes() {}

    static List<Fake> all() {
        return List.of(
                new OpenAiFake(),
                new AzureFake(),
                new AnthropicFake(),
                new BedrockFake(),
                new GeminiFake(),
                new VertexFake(),
                new CohereFake(),
                new ElevenLabsFake(),
                new JinaFake(),
                new MistralFake(),
                DeepSeekFake.fake(),
                MoonshotFake.fake());
    }
}
