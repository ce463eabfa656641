package dev.tollgate.local.stack;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// How the stack's processes are called, in logs, files and the API.
final class ProcessNames {

    static final String CONSOLE = "console";
    static final String AUTH = "auth";
    static final String ROUTING = "routing";
    static final String BILLING = "billing";
    static final String RATELIMIT = "ratelimit";
    static final String BATCH = "batch";
    static final String DEMO = "demo";
    static final String POSTGRES = "postgres";
    static final String REDIS = "redis";

    /// The port on which the demo provider's process takes mails.
    static final String MAIL = "mail";

    /// All but the edges and batch, in the order of their ports.
    static final List<String> OTHERS_BY_PORT =
            List.of(CONSOLE, AUTH, ROUTING, BILLING, RATELIMIT, DEMO, POSTGRES, REDIS, MAIL);

    private static final String EDGE = "edge";

    private ProcessNames() {}

    /// The first edge is `edge`, the second `edge-2`.
    static String edge(int number) {
        return number == 1 ? EDGE : EDGE + "-" + number;
    }

    static boolean isEdge(String name) {
        return name.equals(EDGE) || name.startsWith(EDGE + "-");
    }

    static boolean isStore(String name) {
        return name.equals(POSTGRES) || name.equals(REDIS);
    }

    static Stream<String> edges(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(ProcessNames::edge);
    }

    /// Batch asks for no more, edges drain, then what they call, the stores last.
    static List<String> stopOrder(int edges) {
        Stream<String> callers = Stream.concat(Stream.of(BATCH), edges(edges));
        return Stream.concat(callers, Stream.of(CONSOLE, RATELIMIT, AUTH, ROUTING, BILLING, DEMO, REDIS, POSTGRES))
                .toList();
    }
}
