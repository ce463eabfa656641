package dev.tollgate.local.stack;

import dev.tollgate.local.fake.bedrock.BedrockFake;
import dev.tollgate.local.fake.vertex.DemoServiceAccount;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/// Decides each process's environment. A provider's key reaches routing alone, Stripe's billing alone, the
/// mail server's password auth and billing.
///
/// @param inherited the launcher's own environment
/// @param data the stack's data directory
/// @param catalogue the catalogue file
record ServiceEnvironment(
        Map<String, String> inherited,
        Ports ports,
        Secrets secrets,
        PostgresAddress postgres,
        String redisUrl,
        Path data,
        Path catalogue,
        String adminToken,
        boolean demoAll) {

    private static final String KEY = "_API_KEY";

    /// Where the demo provider speaks a dialect of its own, by the beginning of its variables' names.
    private static final Map<String, String> FAKES = Map.ofEntries(
            Map.entry("AZURE_OPENAI", "/azure/openai/v1"),
            Map.entry("ANTHROPIC", "/anthropic/v1"),
            Map.entry("GEMINI", "/gemini/v1beta"),
            Map.entry("BEDROCK", "/bedrock"),
            Map.entry("VERTEX", "/vertex/v1/projects/demo/locations/us-central1"),
            Map.entry("MISTRAL", "/mistral/v1"),
            Map.entry("DEEPSEEK", "/deepseek/v1"),
            Map.entry("MOONSHOT", "/moonshot/v1"),
            Map.entry("COHERE", "/cohere/v2"),
            Map.entry("ELEVENLABS", "/elevenlabs/v1"),
            Map.entry("JINA", "/jina/v1"));

    private static final String STRIPE_KEY = "sk_test_of_the_fake";
    private static final String LOOPBACK = "127.0.0.1";

    /// Of each service. All of them, the stores and the clients share this machine: with a loop for each core
    /// threads wake each other more than they work.
    private static final int EVENT_LOOPS = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

    Map<String, String> of(String process) {
        Map<String, String> environment = base(process);
        environment.putIfAbsent("QUARKUS_VERTX_EVENT_LOOPS_POOL_SIZE", Integer.toString(EVENT_LOOPS));
        environment.put("TOLLGATE_HTTP_HOST", LOOPBACK);
        environment.put("TOLLGATE_HTTP_PORT", Integer.toString(ports.of(process)));
        environment.put("TOLLGATE_INTERNAL_TOKENS", secrets.internalToken());
        if (ProcessNames.isEdge(process)) {
            peers(environment);
            environment.put("TOLLGATE_REDIS_URL", redisUrl);
            environment.put("TOLLGATE_MASTER_KEYS", secrets.masterKeys());
            environment.put("TOLLGATE_EDGE_JOURNAL_DIR", journal(process).toString());
            environment.put(
                    "TOLLGATE_EDGE_UPLOAD_DIR",
                    journal(process).resolveSibling("uploads").toString());
            return environment;
        }
        switch (process) {
            case ProcessNames.CONSOLE -> {
                peers(environment);
                environment.put("TOLLGATE_ADMIN_TOKEN", adminToken);
                environment.putIfAbsent("TOLLGATE_PUBLIC_URL", url(process));
                environment.putIfAbsent("TOLLGATE_CONSOLE_BRAND_API_URL", url(ProcessNames.edge(1)) + "/v1");
                environment.putIfAbsent("TOLLGATE_CONSOLE_BRAND_SAMPLE_MODEL", "demo");
            }
            case ProcessNames.AUTH -> {
                stores(environment);
                environment.put("TOLLGATE_MASTER_KEYS", secrets.masterKeys());
                environment.putIfAbsent("TOLLGATE_PUBLIC_URL", url(ProcessNames.CONSOLE));
                environment.putIfAbsent("TOLLGATE_AUTH_SIGNUP_MODE", "open");
                mailServer(environment);
            }
            case ProcessNames.ROUTING -> {
                stores(environment);
                environment.put("TOLLGATE_MASTER_KEYS", secrets.masterKeys());
                environment.put("TOLLGATE_CATALOGUE", catalogue.toString());
                environment.put("DEMO_BASE_URL", url(ProcessNames.DEMO) + "/v1");
                environment.put("TOLLGATE_DEMO_ALL", Boolean.toString(demoAll));
                environment.putIfAbsent("TOLLGATE_ALLOW_LOOPBACK", "true");
                if (demoAll) {
                    FAKES.forEach((provider, path) -> fake(environment, provider, path));
                }
            }
            case ProcessNames.BILLING -> {
                stores(environment);
                environment.put("TOLLGATE_RECEIPT_KEYS", secrets.receiptKeys());
                environment.put("TOLLGATE_MASTER_KEYS", secrets.masterKeys());
                environment.put("TOLLGATE_CATALOGUE", catalogue.toString());
                environment.putIfAbsent(
                        "TOLLGATE_BILLING_PAYMENT_RETURN_URL", url(ProcessNames.CONSOLE) + "/billing/return");
                mailServer(environment);
                if (playsStripe()) {
                    environment.put("STRIPE_SECRET_KEY", STRIPE_KEY);
                    environment.put("STRIPE_WEBHOOK_SECRETS", secrets.stripeWebhook());
                    environment.put("STRIPE_API_BASE", stripe());
                }
            }
            case ProcessNames.RATELIMIT -> {
                environment.put("TOLLGATE_REDIS_URL", redisUrl);
                environment.put("TOLLGATE_BILLING_URL", url(ProcessNames.BILLING));
            }
            case ProcessNames.BATCH -> {
                stores(environment);
                environment.put("TOLLGATE_MASTER_KEYS", secrets.masterKeys());
                environment.put("TOLLGATE_EDGE_URL", url(ProcessNames.edge(1)));
                Path batch = data.resolve("batch");
                environment.put(
                        "TOLLGATE_BATCH_FILES_DIR", batch.resolve("files").toString());
                environment.put(
                        "TOLLGATE_BATCH_UPLOAD_DIR", batch.resolve("uploads").toString());
            }
            case ProcessNames.DEMO -> {
                environment.put("DEMO_PORT", Integer.toString(ports.of(process)));
                environment.put("DEMO_ANY_MODEL", Boolean.toString(demoAll));
                if (takesMails()) {
                    environment.put("DEMO_SMTP_PORT", Integer.toString(ports.of(ProcessNames.MAIL)));
                    environment.put("DEMO_MAIL_DIR", mails().toString());
                }
                if (playsStripe()) {
                    environment.put("FAKE_STRIPE_KEY", STRIPE_KEY);
                    environment.put("FAKE_STRIPE_WEBHOOK_SECRET", secrets.stripeWebhook());
                    environment.put("FAKE_STRIPE_WEBHOOK_URL", url(ProcessNames.CONSOLE) + "/webhooks/stripe");
                    environment.put(
                            "FAKE_STRIPE_STATE", data.resolve("stripe.json").toString());
                }
            }
            default -> throw new IllegalArgumentException("no environment for " + process);
        }
        return environment;
    }

    /// Whether the demo provider stands in for Stripe: unless there is a real key.
    boolean playsStripe() {
        return inherited.getOrDefault("STRIPE_SECRET_KEY", "").isBlank();
    }

    private String stripe() {
        return url(ProcessNames.DEMO) + "/stripe";
    }

    /// Whether mails become files: unless there is a real SMTP server.
    boolean takesMails() {
        return inherited.getOrDefault("TOLLGATE_SMTP_HOST", "").isBlank();
    }

    private void mailServer(Map<String, String> environment) {
        if (takesMails()) {
            environment.putIfAbsent("TOLLGATE_MAIL_FROM", "tollgate@localhost");
            environment.put("TOLLGATE_SMTP_HOST", LOOPBACK);
            environment.put("TOLLGATE_SMTP_PORT", Integer.toString(ports.of(ProcessNames.MAIL)));
            environment.put("TOLLGATE_SMTP_START_TLS", "DISABLED");
        }
    }

    /// Where they lie.
    Path mails() {
        return data.resolve("mail");
    }

    /// A provider of which no key is known is played by the demo provider, in its own dialect.
    private void fake(Map<String, String> environment, String provider, String path) {
        if (environment.putIfAbsent(provider + KEY, credential(provider)) == null) {
            environment.put(provider + "_BASE_URL", url(ProcessNames.DEMO) + path);
        }
    }

    private String credential(String provider) {
        return switch (provider) {
            case "BEDROCK" -> BedrockFake.CREDENTIAL;
            case "VERTEX" -> DemoServiceAccount.json(url(ProcessNames.DEMO) + "/vertex/token");
            default -> "sk-demo";
        };
    }

    /// Whether a provider of the default catalogue can be used with what is set there.
    static boolean hasProviderKey(Map<String, String> environment) {
        return Stream.concat(Stream.of("OPENAI"), FAKES.keySet().stream())
                .anyMatch(provider ->
                        !environment.getOrDefault(provider + KEY, "").isBlank());
    }

    String url(String process) {
        return "http://" + LOOPBACK + ":" + ports.of(process);
    }

    /// Where an edge keeps its journal: `edge-1/journal`, `edge-2/journal`.
    Path journal(String edge) {
        return data.resolve(edge.equals(ProcessNames.edge(1)) ? edge + "-1" : edge)
                .resolve("journal");
    }

    private Map<String, String> base(String process) {
        Map<String, String> environment = new HashMap<>(inherited);
        if (!process.equals(ProcessNames.ROUTING)) {
            environment.keySet().removeIf(name -> name.endsWith(KEY));
        }
        if (!process.equals(ProcessNames.BILLING)) {
            environment.keySet().removeIf(name -> name.startsWith("STRIPE_"));
            if (!process.equals(ProcessNames.AUTH)) {
                environment.keySet().removeIf(name -> name.startsWith("TOLLGATE_SMTP_"));
            }
        }
        return environment;
    }

    private void peers(Map<String, String> environment) {
        environment.put("TOLLGATE_AUTH_URL", url(ProcessNames.AUTH));
        environment.put("TOLLGATE_ROUTING_URL", url(ProcessNames.ROUTING));
        environment.put("TOLLGATE_BILLING_URL", url(ProcessNames.BILLING));
        environment.put("TOLLGATE_RATELIMIT_URL", url(ProcessNames.RATELIMIT));
        environment.put("TOLLGATE_BATCH_URL", url(ProcessNames.BATCH));
    }

    private void stores(Map<String, String> environment) {
        environment.put("TOLLGATE_DB_REACTIVE_URL", postgres.reactiveUrl());
        environment.put("TOLLGATE_DB_JDBC_URL", postgres.jdbcUrl());
        environment.put("TOLLGATE_DB_USER", postgres.user());
        environment.put("TOLLGATE_DB_PASSWORD", postgres.password());
        environment.put("TOLLGATE_REDIS_URL", redisUrl);
    }
}
