package dev.tollgate.bootstrap;

import java.time.Duration;
import java.util.Map;

/// The Jobs' program: `bootstrap` or `ship-orphans`. Says on standard output what it did; exit code 1 and the
/// reason on standard error when it could not, for the Job to be tried again.
public final class Main {
    private static final String USAGE = "usage: bootstrap | ship-orphans";

    private Main() {}

    /// @param words the name of one Job
    public static void main(String... words) {
        System.exit(run(System.getenv(), words));
    }

    static int run(Map<String, String> environment, String... words) {
        if (words.length != 1) {
            System.err.println(USAGE);
            return 2;
        }
        try {
            KubeApi api = new KubeApi(KubeAccess.of(environment));
            switch (words[0]) {
                case "bootstrap" -> new Bootstrap(api, settings(environment), System.out::println).run();
                case "ship-orphans" -> new OrphanShipping(api, System.out::println).run();
                default -> {
                    System.err.println(USAGE);
                    return 2;
                }
            }
            return 0;
        } catch (BootstrapException e) {
            System.err.println("tollgate: " + e.getMessage());
            return 1;
        }
    }

    private static Bootstrap.Settings settings(Map<String, String> environment) {
        return new Bootstrap.Settings(
                "quickstart".equals(environment.get("TOLLGATE_BOOTSTRAP")),
                environment.get("TOLLGATE_BOOTSTRAP_OWNER"),
                environment.getOrDefault("TOLLGATE_CONSOLE_URL", "http://tollgate-console"),
                Duration.parse(environment.getOrDefault("TOLLGATE_BOOTSTRAP_PATIENCE", "PT10M")));
    }
}
