package dev.tollgate.edge.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.contract.billing.v1.UsageClass;
import dev.tollgate.contract.routing.v1.Catalogue;
import dev.tollgate.contract.routing.v1.Catalogue.OnClientGone;
import dev.tollgate.contract.routing.v1.Catalogue.Strategy;
import dev.tollgate.edge.catalogue.RouteHints;
import dev.tollgate.edge.catalogue.Target;
import dev.tollgate.edge.chat.ChatRequest;
import dev.tollgate.edge.chat.ChatRequests;
import dev.tollgate.edge.relay.AnswerReport;
import dev.tollgate.local.demo.DemoProvider;
import dev.tollgate.local.demo.DemoSettings;
import dev.tollgate.local.fake.PrefixCache;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Conversations of a few agents, turn by turn and interleaved, at deployments that each keep their prompts: a fake
/// provider with a prompt cache for each credential. What a single cache would have been hit with is the measure.
class PromptCacheReplayTest extends DispatchRig {
    private static final int AGENTS = 2;
    private static final int CONVERSATIONS = 100;
    private static final int TURNS = 5;
    private static final int DEPLOYMENTS = 4;

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static DemoProvider provider;

    /// @param hit tokens that were read from a cache
    /// @param possible tokens that one cache of all would have had
    /// @param requests by deployment
    private record Replay(long hit, long possible, Map<String, Integer> requests) {
        double rate() {
            return (double) hit / possible;
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%.1f %% of %,d tokens, %s", 100 * rate(), possible, requests);
        }
    }

    @BeforeAll
    static void startProvider() {
        provider = DemoProvider.start(DemoSettings.onFreePort());
    }

    @AfterAll
    static void stopProvider() {
        CLIENT.close();
        provider.close();
    }

    @Test
    void conversationsFindTheirPromptsInTheCacheWhereTheyStick() throws Exception {
        Replay sticking = replay("sticking", 300_000);
        Replay scattered = replay("scattered", 0);

        System.out.println("prompt cache hits with affinity: " + sticking);
        System.out.println("prompt cache hits without affinity: " + scattered);
        assertThat(sticking.rate()).isGreaterThanOrEqualTo(0.95);
        assertThat(scattered.rate()).isLessThan(0.85);
        assertThat(sticking.requests()).hasSize(DEPLOYMENTS);
    }

    private Replay replay(String name, long cacheMillis) throws Exception {
        streaming = false;
        route = deployments(name);
        if (reports.isEmpty()) {
            open();
        }
        PrefixCache ideal = new PrefixCache();
        Random chance = new Random(5);
        List<StringBuilder> talks = talks(name);
        Map<String, Integer> requests = new TreeMap<>();
        long hit = 0;
        long possible = 0;
        for (int turn = 0; turn < TURNS; turn++) {
            for (StringBuilder talk : talks) {
                talk.append(turn == 0 ? "" : ",{\"role\":\"assistant\",\"content\":\"" + words(chance) + "\"},");
                talk.append("{\"role\":\"user\",\"content\":\"" + words(chance) + "\"}");
                ChatRequest request =
                        ChatRequests.parsed("{\"model\":\"m\",\"messages\":[" + talk + "],\"max_tokens\":16}");
                wish = wish(request, cacheMillis, chance);
                AnswerReport report = answered(request);
                hit += Objects.requireNonNull(report.usage()).get(UsageClass.CACHED_INPUT);
                possible += ideal.read("all", "" + request.tree().get("messages"));
                requests.merge(Objects.requireNonNull(report.target()).id(), 1, Integer::sum);
            }
        }
        return new Replay(hit, possible, requests);
    }

    private AnswerReport answered(ChatRequest request) throws Exception {
        asked = request;
        int before = reports.size();
        assertThat(CLIENT.send(HttpRequest.newBuilder(url()).build(), HttpResponse.BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(200);
        assertThat(reports).hasSize(before + 1);
        return reports.getLast();
    }

    /// Without affinity, each request draws lots.
    private static RouteWish wish(ChatRequest request, long cacheMillis, Random chance) {
        boolean sticks = cacheMillis > 0;
        return new RouteWish(
                "m",
                Strategy.WEIGHTED,
                cacheMillis,
                sticks ? request.affinity() : chance.nextLong(),
                sticks ? request.opening() : 0,
                Quantities.NONE,
                RouteHints.NONE);
    }

    /// Each begins with its agent's instructions, of a bit more than 1,000 tokens.
    private static List<StringBuilder> talks(String name) {
        List<StringBuilder> talks = new ArrayList<>();
        for (int i = 0; i < CONVERSATIONS; i++) {
            String instructions = (name + " agent " + i % AGENTS + " does as it is told. ").repeat(140);
            talks.add(new StringBuilder("{\"role\":\"system\",\"content\":\"" + instructions + "\"},"));
        }
        return talks;
    }

    private static String words(Random chance) {
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < 250; i++) {
            words.append(Integer.toString(chance.nextInt(1_000_000), 36)).append(' ');
        }
        return words.toString();
    }

    private List<Target> deployments(String name) {
        Catalogue.Provider at =
                new Catalogue.Provider("p", "openai", provider.baseUrl() + "/v1", OnClientGone.CANCEL, timeouts, false);
        List<Target> targets = new ArrayList<>();
        for (int i = 0; i < DEPLOYMENTS; i++) {
            String id = "d" + i;
            targets.add(new Target(
                    new Catalogue.Deployment(id, "p", "m", "demo-cache", 1, 0, null, null, true),
                    at,
                    name + "-" + id,
                    timeouts,
                    null));
        }
        return targets;
    }
}
