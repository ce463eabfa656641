package dev.tollgate.local.bench;

import dev.tollgate.local.stack.Stack;
import dev.tollgate.local.stack.StackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/// `./tollgate bench usage`: what each page of usage and of the ledger takes, through the management API and the
/// edge, on 200,000 records and on very many in one run, and how much quicker a batch is taken in than as many single
/// records. The suites run with data of their own under `.tollgate/bench-usage`, which is removed at the end.
public final class UsageBench {
    private static final int SMALL = 200_000;
    private static final int LARGE = 20_000_000;
    /// Of one suite.
    private static final int PORTS = 20;

    private static final Queue<Stack> RUNNING = new ConcurrentLinkedQueue<>();

    private UsageBench() {}

    /// @param words `--records N`, `--port-base N`
    public static void main(String... words) throws SQLException, IOException, InterruptedException {
        List<String> arguments = List.of(words);
        long records = number(arguments, "--records", LARGE);
        Path home = Path.of(System.getProperty("tollgate.home", "")).toAbsolutePath();
        Path data = home.resolve(".tollgate/bench-usage");
        // However it ends, by a signal too, nothing is left of it.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> cleanUp(data), "clean-up"));
        try {
            compare(home, data, records, arguments);
        } catch (StackException e) {
            System.err.println("tollgate: " + e.getMessage());
            System.exit(1);
        }
    }

    private static void cleanUp(Path data) {
        for (Stack stack = RUNNING.poll(); stack != null; stack = RUNNING.poll()) {
            stack.close();
        }
        try {
            remove(data);
        } catch (IOException e) {
            System.err.println("tollgate: " + data + " could not be removed: " + e);
        }
    }

    /// Both suites run at once, so that a page on few and on many records meets the same machine.
    private static void compare(Path home, Path data, long records, List<String> arguments)
            throws SQLException, IOException, InterruptedException {
        remove(data);
        int ports = (int) number(arguments, "--port-base", 0);
        Stack large = start(home, data.resolve("large"), ports);
        load(large, home, records);
        Stack small = records == SMALL ? large : start(home, data.resolve("small"), ports == 0 ? 0 : ports + PORTS);
        if (small != large) {
            load(small, home, SMALL);
        }
        UsagePages few = new UsagePages(small, UsageLoad.first(), UsageLoad.DAYS);
        UsagePages many = new UsagePages(large, UsageLoad.first(), UsageLoad.DAYS);
        progress("pages are read to warm up");
        Map<String, Timing.Pair> timings = PagesInTurn.measure(few, many);
        report(timings, records);
        System.out.println(new Ingestion(large).measure(records));
    }

    private static Stack start(Path home, Path data, int ports) {
        Stack stack = Stack.builder()
                .home(home)
                .dataDirectory(data)
                .portBase(ports)
                .output(UsageBench::progress)
                .build();
        RUNNING.add(stack);
        stack.start();
        return stack;
    }

    private static void load(Stack stack, Path home, long records) throws SQLException {
        long began = System.nanoTime();
        try (Connection source = stack.database();
                Connection target = stack.database()) {
            UsageLoad.load(home.resolve("deploy/bench/usage.sql"), source, target, records, UsageBench::progress);
        }
        System.out.printf(
                Locale.ROOT, "%,d records loaded in %d s%n", records, (System.nanoTime() - began) / 1_000_000_000);
    }

    private static void report(Map<String, Timing.Pair> timings, long records) {
        System.out.printf(
                Locale.ROOT,
                "%n| page | %,d records: median ms | p95 | %,d records: median ms | p95 | worst | times as long |%n",
                SMALL,
                records);
        System.out.println("|---|---|---|---|---|---|---|");
        timings.forEach((page, timing) -> System.out.printf(
                Locale.ROOT,
                "| %s | %.1f | %.1f | %.1f | %.1f | %.1f | %.2f |%n",
                page,
                timing.few().median(),
                timing.few().p95(),
                timing.many().median(),
                timing.many().p95(),
                timing.many().worst(),
                timing.many().median() / timing.few().median()));
    }

    private static long number(List<String> arguments, String name, long otherwise) {
        int at = arguments.indexOf(name);
        return at < 0 ? otherwise : Long.parseLong(arguments.get(at + 1));
    }

    private static void progress(String line) {
        System.err.println("tollgate: " + line);
    }

    private static void remove(Path data) throws IOException {
        if (Files.exists(data)) {
            List<Path> all = new ArrayList<>();
            try (Stream<Path> found = Files.walk(data)) {
                found.sorted(Comparator.reverseOrder()).forEach(all::add);
            }
            for (Path path : all) {
                Files.deleteIfExists(path);
            }
        }
    }
}
