package dev.tollgate.edge.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.tollgate.contract.billing.v1.PriceList.ModelPrice;
import dev.tollgate.contract.billing.v1.PriceList.Tier;
import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.contract.billing.v1.UsageClass;
import dev.tollgate.contract.billing.v1.UsageFrame.Outcome;
import dev.tollgate.contract.routing.v1.Catalogue;
import dev.tollgate.edge.audio.speech.Speeches;
import dev.tollgate.edge.audio.transcription.Recordings;
import dev.tollgate.edge.chat.ChatRequests;
import dev.tollgate.edge.embeddings.EmbeddingsRequests;
import dev.tollgate.edge.endpoint.ModelRequest;
import dev.tollgate.edge.endpoint.TestPrices;
import dev.tollgate.edge.images.ImagesRequests;
import dev.tollgate.edge.messages.Messages;
import dev.tollgate.edge.metering.Consumption;
import dev.tollgate.edge.metering.Meter;
import dev.tollgate.edge.metering.Metered;
import dev.tollgate.edge.provider.anthropic.AnthropicAdapter;
import dev.tollgate.edge.provider.azure.AzureAdapter;
import dev.tollgate.edge.provider.bedrock.BedrockAdapter;
import dev.tollgate.edge.provider.cohere.CohereAdapter;
import dev.tollgate.edge.provider.deepseek.DeepSeekAdapter;
import dev.tollgate.edge.provider.elevenlabs.ElevenLabsAdapter;
import dev.tollgate.edge.provider.gemini.GeminiAdapter;
import dev.tollgate.edge.provider.jina.JinaAdapter;
import dev.tollgate.edge.provider.mistral.MistralAdapter;
import dev.tollgate.edge.provider.moonshot.MoonshotAdapter;
import dev.tollgate.edge.provider.openai.OpenAiAdapter;
import dev.tollgate.edge.provider.spi.AnswerReader;
import dev.tollgate.edge.provider.spi.CallBody;
import dev.tollgate.edge.provider.spi.ProviderAdapter;
import dev.tollgate.edge.provider.spi.Reading;
import dev.tollgate.edge.provider.spi.RecordingWriter;
import dev.tollgate.edge.provider.vertex.RealVertex;
import dev.tollgate.edge.rerank.RerankRequests;
import dev.tollgate.edge.responses.ResponsesRequests;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.yaml.snakeyaml.Yaml;

/// Each provider's usage, as it tells it, through its adapter and the meter, to the nano-credit: the cases and
/// their arithmetic are in `contracts/golden/charges.yaml`.
class GoldenChargesTest {
    private static final Path PAGE = Path.of("..", "contracts", "golden", "charges.yaml");
    private static final Pattern COMPONENT = Pattern.compile("(\\d+) × (\\d+) ÷ 10\\^6 = ([0-9.]+)(?: → (\\d+))?");
    private static final Map<String, ProviderAdapter> ADAPTERS = Stream.of(
                    new OpenAiAdapter(),
                    new AzureAdapter(new OpenAiAdapter()),
                    new AnthropicAdapter(),
                    new BedrockAdapter(),
                    new MistralAdapter(),
                    new ElevenLabsAdapter(),
                    new GeminiAdapter(),
                    RealVertex.reading(),
                    new DeepSeekAdapter(),
                    new MoonshotAdapter(),
                    new CohereAdapter(),
                    new JinaAdapter())
            .collect(Collectors.toMap(ProviderAdapter::kind, Function.identity()));
    private static final Catalogue.Model MODEL =
            TestPrices.model(1_000_000, 16_000, Map.of("1024x1024/standard", 1_000L, "1024x1024/hd", 2_000L));

    @TestFactory
    Stream<DynamicTest> aProvidersUsageIsChargedToTheNanoCredit() throws IOException {
        Map<String, ModelPrice> prices = prices();
        return charges().stream()
                .map(golden -> dynamicTest(
                        text(golden, "name"),
                        () -> isCharged(golden, Objects.requireNonNull(prices.get(text(golden, "prices"))))));
    }

    private static void isCharged(Map<String, Object> golden, ModelPrice price) {
        Quantities told = golden.containsKey("answer") ? usage(golden, price) : null;
        Quantities counted = "edge".equals(golden.get("counted")) ? units(golden, price) : Quantities.NONE;
        Metered metered = Meter.finish(new Consumption(
                price.tiers(), null, 0, counted, told, 0, UsageClass.OUTPUT, true, true, Outcome.COMPLETED));

        Map<String, Long> quantities = new LinkedHashMap<>();
        object(golden, "quantities").forEach((name, value) -> quantities.put(name, ((Number) value).longValue()));
        assertThat(metered.charged().byWireName()).as("quantities").isEqualTo(quantities);
        Map<String, Long> components =
                components(golden, quantities, price, metered.charged().input());
        assertThat(metered.charge().components()).as("components").isEqualTo(components);
        assertThat(metered.charge().total()).as("charge").isEqualTo(total(golden, components));
    }

    /// The page's own arithmetic is done again, with decimals of any length.
    private static Map<String, Long> components(
            Map<String, Object> golden, Map<String, Long> quantities, ModelPrice price, long input) {
        Map<UsageClass, Long> prices = price.tiers().stream()
                .filter(tier -> tier.aboveInput() == 0 || input > tier.aboveInput())
                .reduce((_, last) -> last)
                .orElseThrow()
                .nanosPerMillion();
        Map<String, Long> components = new LinkedHashMap<>();
        object(golden, "components").forEach((name, value) -> {
            Matcher matcher = COMPONENT.matcher((String) value);
            assertThat(matcher.matches()).as((String) value).isTrue();
            BigDecimal exact = new BigDecimal(matcher.group(1))
                    .multiply(new BigDecimal(matcher.group(2)))
                    .movePointLeft(6);
            assertThat(new BigDecimal(matcher.group(3))).as((String) value).isEqualByComparingTo(exact);
            BigDecimal rounded = exact.setScale(0, RoundingMode.CEILING);
            String said = matcher.group(4) == null ? matcher.group(3) : matcher.group(4);
            assertThat(new BigDecimal(said)).as((String) value).isEqualByComparingTo(rounded);
            assertThat(quantities).containsEntry(name, Long.valueOf(matcher.group(1)));
            assertThat(prices).containsEntry(usageClass(name), Long.valueOf(matcher.group(2)));
            components.put(name, rounded.longValueExact());
        });
        return components;
    }

    private static long total(Map<String, Object> golden, Map<String, Long> components) {
        String said = Objects.toString(golden.get("charge"));
        long sum = components.values().stream().mapToLong(Long::longValue).sum();
        String terms = components.values().stream().map(String::valueOf).collect(Collectors.joining(" + "));
        assertThat(said).isEqualTo(components.size() == 1 ? terms : terms + " = " + sum);
        return sum;
    }

    private static @Nullable Quantities usage(Map<String, Object> golden, ModelPrice price) {
        ProviderAdapter adapter = Objects.requireNonNull(ADAPTERS.get(text(golden, "provider")));
        AnswerReader reader = adapter.reader(body(text(golden, "operation"), text(golden, "request"), price));
        byte[] answer = text(golden, "answer").getBytes(StandardCharsets.UTF_8);
        Reading end = Boolean.TRUE.equals(golden.get("stream"))
                ? reader.event(answer, 0, answer.length, new RecordingWriter())
                : reader.whole(answer, 0, answer.length, new RecordingWriter());
        assertThat(end).isNotInstanceOf(Reading.Failed.class);
        return reader.usage();
    }

    private static CallBody body(String operation, String request, ModelPrice price) {
        return switch (operation) {
            case "chat" -> ChatRequests.parsed(request);
            case "responses" -> ResponsesRequests.body(request);
            case "messages" -> Messages.body(request);
            case "embeddings" -> EmbeddingsRequests.body(request);
            case "images" -> ImagesRequests.parsed(request).body(MODEL, price);
            case "transcription" -> Recordings.body(request);
            case "speech" -> Speeches.body(request);
            case "rerank" -> RerankRequests.body(request);
            default -> throw new AssertionError(operation);
        };
    }

    private static Quantities units(Map<String, Object> golden, ModelPrice price) {
        String request = text(golden, "request");
        ModelRequest asked =
                switch (text(golden, "operation")) {
                    case "speech" -> (ModelRequest) Speeches.body(request);
                    case "rerank" -> RerankRequests.parsed(request);
                    default -> throw new AssertionError(golden.toString());
                };
        return asked.bounds(MODEL, price).unitsEstimate();
    }

    /// A class or a provider that nobody put on the page is found here.
    @Test
    void everyProviderAndEveryClassHasACase() throws IOException {
        Set<String> providers = new TreeSet<>();
        Set<String> classes = new TreeSet<>();
        for (Map<String, Object> golden : charges()) {
            providers.add(text(golden, "provider"));
            classes.addAll(object(golden, "quantities").keySet());
        }
        assertThat(providers).isEqualTo(new TreeSet<>(ADAPTERS.keySet()));
        assertThat(classes)
                .isEqualTo(Arrays.stream(UsageClass.values())
                        .map(UsageClass::wireName)
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    private static Map<String, ModelPrice> prices() throws IOException {
        Map<String, ModelPrice> prices = new LinkedHashMap<>();
        for (Map<String, Object> list : list(page(), "price_lists")) {
            List<Tier> tiers =
                    list(list, "tiers").stream().map(GoldenChargesTest::tier).toList();
            prices.put(text(list, "id"), new ModelPrice("m", "g", tiers));
        }
        return prices;
    }

    private static Tier tier(Map<String, Object> page) {
        Map<UsageClass, Long> nanos = new EnumMap<>(UsageClass.class);
        for (UsageClass usage : UsageClass.values()) {
            nanos.put(usage, page.get(usage.wireName()) instanceof Number price ? price.longValue() : 0L);
        }
        return new Tier(((Number) Objects.requireNonNull(page.get("above_input"))).longValue(), nanos);
    }

    private static UsageClass usageClass(String name) {
        return UsageClass.valueOf(name.toUpperCase(Locale.ROOT));
    }

    private static List<Map<String, Object>> charges() throws IOException {
        return list(page(), "charges");
    }

    private static Map<String, Object> page() throws IOException {
        return new Yaml().load(Files.readString(PAGE));
    }

    private static String text(Map<String, Object> parent, String key) {
        return (String) Objects.requireNonNull(parent.get(key), key);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Map<String, Object> parent, String key) {
        return (Map<String, Object>) Objects.requireNonNull(parent.get(key), key);
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> list(Map<String, Object> parent, String key) {
        return (List<Map<String, Object>>) Objects.requireNonNull(parent.get(key), key);
    }
}
