package dev.tollgate.routing.catalogue;

import dev.tollgate.contract.ratelimit.v1.RateLimits;
import dev.tollgate.contract.routing.v1.Catalogue.Media;
import dev.tollgate.contract.routing.v1.Catalogue.Model;
import dev.tollgate.contract.routing.v1.Catalogue.OnClientGone;
import dev.tollgate.contract.routing.v1.Catalogue.Routing;
import dev.tollgate.contract.routing.v1.Catalogue.Strategy;
import dev.tollgate.contract.routing.v1.Catalogue.Timeouts;
import dev.tollgate.contract.routing.v1.Guardrails;
import dev.tollgate.contract.routing.v1.Guardrails.Guardrail;
import dev.tollgate.routing.catalogue.CatalogueFile.DeploymentEntry;
import dev.tollgate.routing.catalogue.CatalogueFile.GroupEntry;
import dev.tollgate.routing.catalogue.CatalogueFile.ProviderEntry;
import dev.tollgate.routing.credential.CredentialReference;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Writes what was read in the file's words, presets filled in: what an operator is shown, and may send again.
final class Definitions {
    private static final long MILLIS = 1_000;
    private static final int MILLI_PLACES = 3;

    private Definitions() {}

    /// Every object of a kind by its id, in the catalogue's order.
    static Map<String, Map<String, Object>> of(CatalogueFile file, Kind kind) {
        Map<String, Map<String, Object>> all = new LinkedHashMap<>();
        switch (kind) {
            case PROVIDER ->
                file.providers().forEach(entry -> all.put(entry.provider().id(), provider(entry)));
            case MODEL -> file.models().forEach(model -> all.put(model.id(), model(model)));
            case DEPLOYMENT -> file.deployments().forEach(entry -> all.put(entry.id(), deployment(entry)));
            case GROUP -> file.groupEntries().forEach(entry -> all.put(entry.id(), group(entry)));
        }
        return all;
    }

    private static Map<String, Object> provider(ProviderEntry entry) {
        var provider = entry.provider();
        Map<String, Object> words = new LinkedHashMap<>();
        words.put("id", provider.id());
        put(words, "name", entry.name());
        words.put("kind", provider.kind());
        words.put("base_url", provider.baseUrl());
        words.put("credential", entry.credential().text());
        words.put("on_client_gone", provider.onClientGone() == OnClientGone.DRAIN ? "drain" : "cancel");
        words.put("send_traceparent", provider.sendTraceparent());
        words.put("timeouts", timeouts(provider.timeouts()));
        return words;
    }

    private static Map<String, Object> model(Model model) {
        Map<String, Object> words = new LinkedHashMap<>();
        words.put("id", model.id());
        words.put("aliases", model.aliases());
        words.put("owner", model.owner());
        putPositive(words, "context_window", model.contextWindow());
        putPositive(words, "output_bound", model.outputBound());
        putPositive(words, "least_useful_output", model.leastUsefulOutput());
        words.put("capabilities", model.capabilities());
        words.put("created", model.created());
        limits(words, model.limits());
        Timeouts own = model.timeouts();
        if (own != null) {
            words.put("timeouts", timeouts(own));
        }
        media(words, model);
        routing(words, model.routing());
        return words;
    }

    /// What is as it is anyway is left out.
    private static void routing(Map<String, Object> words, Routing routing) {
        if (routing.strategy() != Routing.DEFAULT.strategy()) {
            words.put(RoutingReader.STRATEGY, RoutingReader.word(routing.strategy()));
        }
        if (routing.cacheMillis() == 0) {
            words.put(RoutingReader.CACHE_LIFETIME, "0s");
        } else if (routing.cacheMillis() != Routing.DEFAULT.cacheMillis()) {
            putMillis(words, RoutingReader.CACHE_LIFETIME, routing.cacheMillis());
        }
        Map<String, Object> lists = new LinkedHashMap<>();
        putSome(lists, RoutingReader.CONTEXT_WINDOW, routing.fallbacks().contextWindow());
        putSome(lists, RoutingReader.CONTENT_POLICY, routing.fallbacks().contentPolicy());
        putSome(lists, RoutingReader.ANY, routing.fallbacks().any());
        if (!lists.isEmpty()) {
            words.put(RoutingReader.FALLBACKS, lists);
        }
    }

    private static void putSome(Map<String, Object> words, String key, List<String> names) {
        if (!names.isEmpty()) {
            words.put(key, names);
        }
    }

    private static void media(Map<String, Object> words, Model model) {
        Media media = model.media();
        if (!media.imageSizes().isEmpty()) {
            words.put("image_sizes", imageSizes(media.imageSizes()));
        }
        if (media.audioBound() != Media.DEFAULT.audioBound()) {
            words.put("audio_bound", media.audioBound() / MILLIS);
        }
    }

    private static Map<String, Object> imageSizes(Map<String, Long> thousandths) {
        Map<String, Object> sizes = new LinkedHashMap<>();
        new TreeMap<>(thousandths).forEach((name, milliImages) -> {
            String images = BigDecimal.valueOf(milliImages, MILLI_PLACES)
                    .stripTrailingZeros()
                    .toPlainString();
            int slash = name.indexOf('/');
            if (slash < 0) {
                sizes.put(name, images);
            } else if (sizes.computeIfAbsent(name.substring(0, slash), size -> new LinkedHashMap<String, Object>())
                    instanceof Map<?, ?> qualities) {
                Map<String, Object> copy = new LinkedHashMap<>();
                qualities.forEach((quality, count) -> copy.put(String.valueOf(quality), count));
                copy.put(name.substring(slash + 1), images);
                sizes.put(name.substring(0, slash), copy);
            }
        });
        return sizes;
    }

    private static Map<String, Object> deployment(DeploymentEntry entry) {
        Map<String, Object> words = new LinkedHashMap<>();
        words.put("id", entry.id());
        words.put("provider", entry.provider());
        words.put("model", entry.model());
        words.put("upstream_model", entry.upstreamModel());
        words.put("weight", entry.weight());
        words.put("priority", entry.priority());
        CredentialReference own = entry.credential();
        put(words, "credential", own == null ? null : own.text());
        RolloutWords.put(words, entry.rollout());
        return words;
    }

    private static Map<String, Object> group(GroupEntry entry) {
        Map<String, Object> words = new LinkedHashMap<>();
        words.put("id", entry.id());
        words.put("models", entry.models());
        if (CatalogueFile.isAll(entry.models())) {
            words.put("except", entry.except());
        }
        Strategy own = entry.strategy();
        guardrails(words, entry.guardrails());
        put(words, RoutingReader.STRATEGY, own == null ? null : RoutingReader.word(own));
        limits(words, entry.limits());
        AnswerCacheReader.put(words, entry.cache());
        return words;
    }

    private static void limits(Map<String, Object> words, RateLimits limits) {
        Map<String, Object> own = new LinkedHashMap<>();
        put(own, "rpm", limits.rpm());
        put(own, "tpm", limits.tpm());
        put(own, "rpd", limits.rpd());
        put(own, "concurrency", limits.concurrency());
        words.put("limits", own);
    }

    private static void guardrails(Map<String, Object> words, @Nullable Guardrails named) {
        if (named != null) {
            Map<String, Object> lists = new LinkedHashMap<>();
            putSome(lists, "before", named.before().stream().map(Guardrail::id).toList());
            putSome(lists, "after", named.after().stream().map(Guardrail::id).toList());
            words.put(GuardrailReader.GUARDRAILS, lists);
        }
    }

    /// Those at 0 are the provider's, and left out.
    private static Map<String, Object> timeouts(Timeouts timeouts) {
        Map<String, Object> words = new LinkedHashMap<>();
        putMillis(words, "connect", timeouts.connect());
        putMillis(words, "first_byte", timeouts.firstByte());
        putMillis(words, "plain", timeouts.plain());
        putMillis(words, "idle", timeouts.idle());
        putMillis(words, "retry_deadline", timeouts.retryDeadline());
        return words;
    }

    static void putMillis(Map<String, Object> words, String key, long millis) {
        if (millis > 0) {
            words.put(key, millis % MILLIS == 0 ? millis / MILLIS + "s" : millis + "ms");
        }
    }

    private static void putPositive(Map<String, Object> words, String key, long value) {
        if (value > 0) {
            words.put(key, value);
        }
    }

    private static void put(Map<String, Object> words, String key, @Nullable Object value) {
        if (value != null) {
            words.put(key, value);
        }
    }
}
