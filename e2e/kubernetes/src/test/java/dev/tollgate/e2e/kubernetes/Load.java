package dev.tollgate.e2e.kubernetes;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/// Clients that go on whatever happens to the suite: so many requests a second, every other one on a connection of its
/// own and the rest on kept ones, and so many streams open at any time. They retry nothing.
final class Load implements AutoCloseable {
    /// The load under which the suite is to lose nothing; smaller ones are for machines that cannot drive it.
    static final int PER_SECOND = Integer.getInteger("load.requests", 100);
    static final int STREAMS = Integer.getInteger("load.streams", 200);

    private static final String PATH = "/v1/chat/completions";
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(90);
    /// 15 s at a word each half second.
    private static final int STREAM_WORDS = 30;

    /// A client whose stream broke takes breath before it asks anew.
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final URI edge;
    private final String secret;
    private final Tally tally = new Tally();
    private final AtomicBoolean going = new AtomicBoolean(true);
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger sent = new AtomicInteger();
    private final ConcurrentLinkedQueue<Connection> kept = new ConcurrentLinkedQueue<>();
    private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

    private final AtomicBoolean refused = new AtomicBoolean();
    private volatile Supplier<String> witness = () -> "nobody looked";

    private Load(URI edge, String secret) {
        this.edge = edge;
        this.secret = secret;
    }

    /// Returns when all streams are open.
    static Load start(URI edge, String secret, int perSecond, int streams) {
        Load load = new Load(edge, secret);
        for (int i = 0; i < streams; i++) {
            int number = i;
            load.clients.execute(() -> load.streamOn(number));
        }
        if (perSecond > 0) {
            load.clock.scheduleAtFixedRate(
                    () -> load.clients.execute(load::request), 0, 1_000_000L / perSecond, TimeUnit.MICROSECONDS);
        }
        await("the streams are open").atMost(ENDS_WITHIN).until(() -> load.open.get() >= streams);
        return load;
    }

    /// Goes on for a while: until so many more requests were sent.
    void goOn(int moreRequests) {
        int until = sent.get() + moreRequests;
        await("the load goes on").atMost(ENDS_WITHIN).until(() -> sent.get() >= until);
    }

    /// Who is asked, once, what is behind the door when a connection is refused: the way in, or the edge.
    Load witnessedBy(Supplier<String> behind) {
        witness = behind;
        return this;
    }

    private void refused() {
        if (refused.compareAndSet(false, true)) {
            tally.mark("refused: " + witness.get());
        }
    }

    Tally tally() {
        return tally;
    }

    /// Sends no more and waits for what is under way.
    Tally stop() {
        going.set(false);
        clock.shutdown();
        await("all is answered")
                .atMost(ENDS_WITHIN)
                .until(() -> clock.isTerminated() && open.get() == 0 && underWay.get() == 0);
        return tally;
    }

    @Override
    public void close() {
        going.set(false);
        clock.shutdownNow();
        clients.shutdownNow();
        kept.forEach(Connection::close);
    }

    private void request() {
        boolean keep = sent.incrementAndGet() % 2 == 0;
        underWay.incrementAndGet();
        tally.request();
        long begun = System.nanoTime();
        try {
            Connection connection = keep ? fromPool() : new Connection(edge);
            Connection.Answer answer = ask(connection, keep);
            if (answer.status() == 200) {
                tally.answered(answer.requestId(), System.nanoTime() - begun);
            } else {
                tally.failed((keep ? "kept: " : "new: ") + answer.status() + " " + answer.body());
            }
        } catch (IOException | RuntimeException e) {
            tally.failed((keep ? "kept: " : "new: ") + e);
            if (e instanceof ConnectException) {
                refused();
            }
        } finally {
            underWay.decrementAndGet();
        }
    }

    private Connection.Answer ask(Connection connection, boolean keep) throws IOException {
        boolean reusable = false;
        try {
            Connection.Answer answer = connection.post(PATH, secret, Ask.plain("demo", "Hello!", 32), keep);
            reusable = keep && !answer.closes();
            return answer;
        } finally {
            if (reusable) {
                kept.add(connection);
            } else {
                connection.close();
            }
        }
    }

    /// The connection that was idle longest, so that each is used again soon.
    private Connection fromPool() throws IOException {
        for (Connection known = kept.poll(); known != null; known = kept.poll()) {
            if (known.isAlive()) {
                return known;
            }
            known.close();
        }
        return new Connection(edge);
    }

    private void streamOn(int number) {
        for (int turn = 0; going.get(); turn++) {
            stream("s" + number + "t" + turn);
        }
    }

    private void stream(String marker) {
        AtomicBoolean begun = new AtomicBoolean();
        AtomicBoolean done = new AtomicBoolean();
        tally.stream();
        try (Connection connection = new Connection(edge)) {
            String body = Ask.stream("demo-500ms", Ask.words(marker, STREAM_WORDS), 256);
            Connection.Answer answer = connection.post(PATH, secret, body, false, head -> {}, line -> {
                if (line.startsWith("data: ") && begun.compareAndSet(false, true)) {
                    open.incrementAndGet();
                }
                done.compareAndSet(false, line.equals("data: [DONE]"));
            });
            if (done.get()) {
                tally.answered(answer.requestId(), 0);
            } else {
                tally.cut(answer.status() + " " + last(answer.body()));
            }
        } catch (IOException | RuntimeException e) {
            tally.cut((begun.get() ? "in the middle: " : "before it began: ") + e);
            LockSupport.parkNanos(RETRY_NANOS);
        } finally {
            if (begun.get()) {
                open.decrementAndGet();
            }
        }
    }

    private static String last(String body) {
        return body.substring(Math.max(0, body.length() - 200));
    }
}
