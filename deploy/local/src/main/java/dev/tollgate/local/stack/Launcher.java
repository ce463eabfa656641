package dev.tollgate.local.stack;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The program behind `./tollgate up`: prints progress to stderr and, once all is ready, the addresses and secrets
/// to stdout, one `name: value` a line. SIGTERM stops everything in order.
public final class Launcher {

    private Launcher() {}

    /// @param words the options of `up`; see `./tollgate help`
    public static void main(String... words) {
        AtomicReference<Stack> running = new AtomicReference<>();
        Thread main = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(running.get(), main)));
        try {
            long began = System.nanoTime();
            Arguments arguments = Arguments.parse(words);
            Stack stack = builder(arguments).build();
            running.set(stack);
            stack.start();
            System.err.println("ready in " + (System.nanoTime() - began) / 1_000_000_000 + " s");
            summary(stack, arguments.demoAll(), System.getenv()).forEach(System.out::println);
            System.out.flush();
        } catch (StackException e) {
            running.set(null);
            System.err.println("tollgate: " + e.getMessage());
            System.exit(1);
        }
        untilToldToStop();
    }

    /// The shutdown hook interrupts it, and ends the process when all is stopped.
    private static void untilToldToStop() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static StackBuilder builder(Arguments arguments) {
        StackBuilder builder = Stack.builder()
                .edges(arguments.edges())
                .portBase(arguments.portBase())
                .demoAll(arguments.demoAll())
                .postgres(arguments.postgres())
                .redis(arguments.redis())
                .output(line -> System.err.println("tollgate: " + line));
        Path catalogue = arguments.catalogue();
        return catalogue == null ? builder : builder.catalogue(catalogue);
    }

    /// What a person needs to go on.
    static List<String> summary(Stack stack, boolean demoAll, Map<String, String> environment) {
        List<String> lines = new ArrayList<>();
        String edge = url(stack.edgeUrl(1));
        lines.add("Edge: " + edge + "/v1");
        lines.add("Console: " + url(stack.consoleUrl()));
        lines.add("Sign in: " + DemoAccount.OWNER + " (or " + DemoAccount.OPERATOR + "), password "
                + stack.demoPassword());
        lines.add("Admin token: " + stack.adminToken());
        lines.add("API key: " + stack.apiKey());
        for (int i = 2; i <= stack.edges(); i++) {
            lines.add("Edge " + i + ": " + url(stack.edgeUrl(i)) + "/v1");
        }
        lines.add("Demo provider: " + url(stack.demoUrl()) + "/v1");
        lines.add("Payments: "
                + (environment.getOrDefault("STRIPE_SECRET_KEY", "").isBlank()
                        ? "test money, by a fake Stripe at " + url(stack.demoUrl()) + "/stripe"
                        : "by Stripe, with the key of STRIPE_SECRET_KEY"));
        lines.add("Mails: "
                + (environment.getOrDefault("TOLLGATE_SMTP_HOST", "").isBlank()
                        ? "files in .tollgate/mail"
                        : "by " + environment.get("TOLLGATE_SMTP_HOST")));
        lines.add("Models: " + models(demoAll, environment));
        lines.add("Stop: " + "Ctrl-C, or ./tollgate down");
        lines.add("");
        lines.add("curl " + edge + "/v1/chat/completions -H 'Authorization: Bearer " + stack.apiKey()
                + "' -H 'Content-Type: application/json' "
                + "-d '{\"model\":\"demo\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}'");
        return lines;
    }

    private static String models(boolean demoAll, Map<String, String> environment) {
        if (demoAll) {
            return "every model of the catalogue, answered by the demo provider";
        }
        if (ServiceEnvironment.hasProviderKey(environment)) {
            return "demo, and those of the providers whose keys are set";
        }
        return "demo (set OPENAI_API_KEY or another provider's key for real ones; --demo-all lets the demo provider "
                + "answer under every name)";
    }

    private static String url(URI base) {
        String text = base.toString();
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    private static void stop(@Nullable Stack stack, Thread main) {
        if (stack == null) {
            return;
        }
        System.err.println("tollgate: stopping");
        main.interrupt();
        stack.close();
        System.err.println("tollgate: stopped");
    }
}
