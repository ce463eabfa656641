package dev.tollgate.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.local.fake.bedrock.BedrockFake;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServiceEnvironmentTest {

    private static final ServiceEnvironment ENVIRONMENT = new ServiceEnvironment(
            Map.of("PATH", "/bin", "OPENAI_API_KEY", "sk-provider"),
            Ports.from(8080, 2),
            new Secrets("inner", "k1:AAAA", "k1:BBBB", "pg", "whsec_fake"),
            PostgresAddress.parse("postgresql://me:secret@db:5433/books"),
            "redis://127.0.0.1:8088",
            Path.of("/data"),
            Path.of("/config/catalogue.yaml"),
            "tga-admin",
            true);

    @Test
    void givesEdgesTheirPeersAndAJournalEach() {
        assertThat(ENVIRONMENT.of("edge"))
                .containsEntry("TOLLGATE_HTTP_PORT", "8080")
                .containsEntry("TOLLGATE_AUTH_URL", "http://127.0.0.1:8082")
                .containsEntry("TOLLGATE_ROUTING_URL", "http://127.0.0.1:8083")
                .containsEntry("TOLLGATE_BILLING_URL", "http://127.0.0.1:8084")
                .containsEntry("TOLLGATE_RATELIMIT_URL", "http://127.0.0.1:8085")
                .containsEntry("TOLLGATE_EDGE_JOURNAL_DIR", "/data/edge-1/journal")
                .containsEntry("TOLLGATE_EDGE_UPLOAD_DIR", "/data/edge-1/uploads")
                .containsEntry("TOLLGATE_MASTER_KEYS", "k1:AAAA");
        assertThat(ENVIRONMENT.of("edge-2"))
                .containsEntry("TOLLGATE_HTTP_PORT", "8090")
                .containsEntry("TOLLGATE_EDGE_JOURNAL_DIR", "/data/edge-2/journal");
    }

    @Test
    void leavesHalfOfTheCoresToStoresAndClients() {
        int loops = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        for (String service : List.of("edge", "auth", "routing", "billing", "ratelimit", "batch", "console")) {
            assertThat(ENVIRONMENT.of(service))
                    .containsEntry("QUARKUS_VERTX_EVENT_LOOPS_POOL_SIZE", Integer.toString(loops));
        }
    }

    @Test
    void givesTheKeyOfReceiptsToBillingAlone() {
        assertThat(ENVIRONMENT.of("billing")).containsEntry("TOLLGATE_RECEIPT_KEYS", "k1:BBBB");
        for (String other : List.of("edge", "auth", "routing", "ratelimit", "batch", "console", "demo")) {
            assertThat(ENVIRONMENT.of(other)).doesNotContainKey("TOLLGATE_RECEIPT_KEYS");
        }
    }

    @Test
    void givesTheMasterKeysToWhoeverSeals() {
        for (String sealing : List.of("edge", "auth", "routing", "billing", "batch")) {
            assertThat(ENVIRONMENT.of(sealing)).containsEntry("TOLLGATE_MASTER_KEYS", "k1:AAAA");
        }
        for (String other : List.of("ratelimit", "console", "demo")) {
            assertThat(ENVIRONMENT.of(other)).doesNotContainKey("TOLLGATE_MASTER_KEYS");
        }
    }

    @Test
    void givesTheProvidersKeysToRoutingAlone() {
        assertThat(ENVIRONMENT.of("routing"))
                .containsEntry("OPENAI_API_KEY", "sk-provider")
                .containsEntry("TOLLGATE_DEMO_ALL", "true")
                .containsEntry("DEMO_BASE_URL", "http://127.0.0.1:8086/v1")
                .containsEntry("GEMINI_API_KEY", "sk-demo")
                .containsEntry("BEDROCK_API_KEY", BedrockFake.CREDENTIAL)
                .containsEntry("VERTEX_BASE_URL", "http://127.0.0.1:8086/vertex/v1/projects/demo/locations/us-central1")
                .containsEntry("BEDROCK_BASE_URL", "http://127.0.0.1:8086/bedrock")
                .containsEntry("AZURE_OPENAI_API_KEY", "sk-demo")
                .containsEntry("AZURE_OPENAI_BASE_URL", "http://127.0.0.1:8086/azure/openai/v1")
                .containsEntry("GEMINI_BASE_URL", "http://127.0.0.1:8086/gemini/v1beta")
                .containsEntry("COHERE_BASE_URL", "http://127.0.0.1:8086/cohere/v2")
                .containsEntry("ELEVENLABS_BASE_URL", "http://127.0.0.1:8086/elevenlabs/v1")
                .containsEntry("JINA_BASE_URL", "http://127.0.0.1:8086/jina/v1");
        assertThat(ENVIRONMENT.of("edge")).doesNotContainKey("OPENAI_API_KEY");
        assertThat(ENVIRONMENT.of("demo")).doesNotContainKey("OPENAI_API_KEY").containsEntry("DEMO_ANY_MODEL", "true");
    }

    @Test
    void everyProviderWithoutAKeyIsItsFakeWhereTheDemoAnswersForAll() {
        assertThat(ENVIRONMENT.of("routing"))
                .containsEntry("ANTHROPIC_BASE_URL", "http://127.0.0.1:8086/anthropic/v1")
                .containsEntry("ANTHROPIC_API_KEY", "sk-demo")
                .containsEntry("GEMINI_BASE_URL", "http://127.0.0.1:8086/gemini/v1beta")
                .containsEntry("MISTRAL_BASE_URL", "http://127.0.0.1:8086/mistral/v1")
                .containsEntry("DEEPSEEK_BASE_URL", "http://127.0.0.1:8086/deepseek/v1")
                .containsEntry("MOONSHOT_BASE_URL", "http://127.0.0.1:8086/moonshot/v1")
                .containsEntry("COHERE_BASE_URL", "http://127.0.0.1:8086/cohere/v2")
                .containsEntry("JINA_BASE_URL", "http://127.0.0.1:8086/jina/v1")
                .doesNotContainKey("OPENAI_BASE_URL");
        assertThat(ENVIRONMENT.of("edge")).doesNotContainKey("ANTHROPIC_API_KEY");
    }

    @Test
    void givesStoresToThoseWhoHaveThem() {
        assertThat(ENVIRONMENT.of("billing"))
                .containsEntry("TOLLGATE_DB_JDBC_URL", "jdbc:postgresql://db:5433/books")
                .containsEntry("TOLLGATE_DB_REACTIVE_URL", "postgresql://db:5433/books")
                .containsEntry("TOLLGATE_DB_USER", "me")
                .containsEntry("TOLLGATE_DB_PASSWORD", "secret")
                .containsEntry("TOLLGATE_CATALOGUE", "/config/catalogue.yaml");
        assertThat(ENVIRONMENT.of("console"))
                .containsEntry("TOLLGATE_ADMIN_TOKEN", "tga-admin")
                .containsEntry("TOLLGATE_PUBLIC_URL", "http://127.0.0.1:8081")
                .doesNotContainKey("TOLLGATE_DB_PASSWORD");
        assertThat(ENVIRONMENT.of("ratelimit")).doesNotContainKey("TOLLGATE_DB_PASSWORD");
    }

    @Test
    void playsStripeUnlessThereIsARealKey() {
        assertThat(ENVIRONMENT.of("billing"))
                .containsEntry("STRIPE_API_BASE", "http://127.0.0.1:8086/stripe")
                .containsEntry("TOLLGATE_BILLING_PAYMENT_RETURN_URL", "http://127.0.0.1:8081/billing/return")
                .containsEntry("STRIPE_WEBHOOK_SECRETS", "whsec_fake");
        assertThat(ENVIRONMENT.of("demo"))
                .containsEntry("FAKE_STRIPE_WEBHOOK_URL", "http://127.0.0.1:8081/webhooks/stripe")
                .containsEntry("FAKE_STRIPE_STATE", "/data/stripe.json");
        ServiceEnvironment real = new ServiceEnvironment(
                Map.of("STRIPE_SECRET_KEY", "sk_live_1", "STRIPE_WEBHOOK_SECRETS", "whsec_1"),
                ENVIRONMENT.ports(),
                ENVIRONMENT.secrets(),
                ENVIRONMENT.postgres(),
                ENVIRONMENT.redisUrl(),
                ENVIRONMENT.data(),
                ENVIRONMENT.catalogue(),
                "tga-admin",
                true);
        assertThat(real.of("billing"))
                .containsEntry("STRIPE_SECRET_KEY", "sk_live_1")
                .containsEntry("STRIPE_WEBHOOK_SECRETS", "whsec_1")
                .containsEntry("TOLLGATE_BILLING_PAYMENT_RETURN_URL", "http://127.0.0.1:8081/billing/return")
                .doesNotContainKey("STRIPE_API_BASE");
        assertThat(real.of("demo")).doesNotContainKeys("FAKE_STRIPE_KEY", "STRIPE_SECRET_KEY");
        assertThat(real.of("edge")).doesNotContainKey("STRIPE_SECRET_KEY");
    }

    @Test
    void mailsBecomeFilesUnlessThereIsARealServer() {
        for (String writer : List.of("auth", "billing")) {
            assertThat(ENVIRONMENT.of(writer))
                    .containsEntry("TOLLGATE_MAIL_FROM", "tollgate@localhost")
                    .containsEntry("TOLLGATE_SMTP_HOST", "127.0.0.1")
                    .containsEntry("TOLLGATE_SMTP_PORT", "8089")
                    .containsEntry("TOLLGATE_SMTP_START_TLS", "DISABLED");
        }
        assertThat(ENVIRONMENT.of("demo"))
                .containsEntry("DEMO_SMTP_PORT", "8089")
                .containsEntry("DEMO_MAIL_DIR", "/data/mail");
        ServiceEnvironment real = new ServiceEnvironment(
                Map.of("TOLLGATE_SMTP_HOST", "smtp.example.com", "TOLLGATE_SMTP_PASSWORD", "secret"),
                ENVIRONMENT.ports(),
                ENVIRONMENT.secrets(),
                ENVIRONMENT.postgres(),
                ENVIRONMENT.redisUrl(),
                ENVIRONMENT.data(),
                ENVIRONMENT.catalogue(),
                "tga-admin",
                true);
        for (String writer : List.of("auth", "billing")) {
            assertThat(real.of(writer))
                    .containsEntry("TOLLGATE_SMTP_HOST", "smtp.example.com")
                    .doesNotContainKey("TOLLGATE_SMTP_START_TLS");
        }
        assertThat(real.of("demo")).doesNotContainKeys("DEMO_MAIL_DIR", "TOLLGATE_SMTP_HOST", "TOLLGATE_SMTP_PASSWORD");
        assertThat(real.of("edge")).doesNotContainKey("TOLLGATE_SMTP_PASSWORD");
    }

    @Test
    void anybodySignsUpByALinkToTheConsoleUnlessItIsSaidOtherwise() {
        assertThat(ENVIRONMENT.of("auth"))
                .containsEntry("TOLLGATE_AUTH_SIGNUP_MODE", "open")
                .containsEntry("TOLLGATE_PUBLIC_URL", "http://127.0.0.1:8081")
                .containsEntry("TOLLGATE_MASTER_KEYS", "k1:AAAA");
        ServiceEnvironment said = new ServiceEnvironment(
                Map.of("TOLLGATE_AUTH_SIGNUP_MODE", "off", "TOLLGATE_PUBLIC_URL", "https://console.example.com"),
                ENVIRONMENT.ports(),
                ENVIRONMENT.secrets(),
                ENVIRONMENT.postgres(),
                ENVIRONMENT.redisUrl(),
                ENVIRONMENT.data(),
                ENVIRONMENT.catalogue(),
                "tga-admin",
                true);
        assertThat(said.of("auth"))
                .containsEntry("TOLLGATE_AUTH_SIGNUP_MODE", "off")
                .containsEntry("TOLLGATE_PUBLIC_URL", "https://console.example.com");
    }
}
