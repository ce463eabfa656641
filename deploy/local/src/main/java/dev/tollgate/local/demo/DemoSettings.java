package dev.tollgate.local.demo;

import dev.tollgate.local.fake.stripe.FakeStripeSettings;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// @param port 0 for any free one
/// @param apiKey the only key accepted; null accepts any, and none at all
/// @param stripe plays Stripe as well, below `/stripe`, if not null
/// @param anyModel answer under every model name, not only the demo's own: it stands in for real providers
public record DemoSettings(
        String host,
        int port,
        @Nullable String apiKey,
        boolean anyModel,
        @Nullable FakeStripeSettings stripe) {

    private static final int DEFAULT_PORT = 8086;

    /// Without Stripe.
    public DemoSettings(String host, int port, @Nullable String apiKey, boolean anyModel) {
        this(host, port, apiKey, anyModel, null);
    }

    /// For tests: any free port, any key.
    public static DemoSettings onFreePort() {
        return new DemoSettings("127.0.0.1", 0, null, false);
    }

    /// Reads `DEMO_HOST`, `DEMO_PORT`, `DEMO_API_KEY`, `DEMO_ANY_MODEL`; `--port N` wins over the environment.
    ///
    /// @throws IllegalArgumentException when the port is not a number
    static DemoSettings read(Map<String, String> environment, String[] arguments) {
        String port = environment.getOrDefault("DEMO_PORT", Integer.toString(DEFAULT_PORT));
        for (int i = 0; i + 1 < arguments.length; i++) {
            if (arguments[i].equals("--port")) {
                port = arguments[i + 1];
            }
        }
        return new DemoSettings(
                environment.getOrDefault("DEMO_HOST", "127.0.0.1"),
                Integer.parseInt(port),
                environment.get("DEMO_API_KEY"),
                Boolean.parseBoolean(environment.get("DEMO_ANY_MODEL")),
                FakeStripeSettings.read(environment));
    }
}
