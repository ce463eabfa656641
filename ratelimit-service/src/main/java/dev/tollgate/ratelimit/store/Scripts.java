package dev.tollgate.ratelimit.store;

import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.error.ServiceException;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import io.vertx.redis.client.impl.types.ErrorType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jboss.logging.Logger;

/// Runs the scripts, by hash where Redis knows them: one round trip each. All keys of one run are in one slot.
///
/// Redis away, too slow or read-only is a 503, quickly; what exactly is logged when it begins and when it ends.
@ApplicationScoped
public class Scripts {
    private static final Logger LOG = Logger.getLogger(Scripts.class);
    private static final int RETRIES = 2;
    private static final ServiceError AWAY =
            new ServiceError(ErrorCode.SERVICE_UNAVAILABLE, "Limits can't be counted now.");

    private final Link[] links;
    private final StoreConfig config;
    private final StoreMetrics metrics;
    private final Gate gate;
    private final Map<Script, Source> sources = new EnumMap<>(Script.class);

    @Inject
    Scripts(Redis redis, StoreConfig config, StoreMetrics metrics) {
        this(redis, config, metrics, "");
    }

    /// @param preamble put in front of each script
    Scripts(Redis redis, StoreConfig config, StoreMetrics metrics, String preamble) {
        this.links = new Link[config.connections()];
        Arrays.setAll(links, ignored -> new Link(redis));
        this.config = config;
        this.metrics = metrics;
        this.gate = new Gate(config.failuresMax(), config.probeEvery().toNanos());
        String windows = preamble + read("redis/windows.lua");
        for (Script script : Script.values()) {
            sources.put(script, Source.of(windows + read(script.file())));
        }
    }

    /// The script's numbers.
    public Uni<List<Long>> run(Script script, List<String> keys, List<?> arguments) {
        Source source = Objects.requireNonNull(sources.get(script));
        // Each event loop keeps to its own connection.
        Link link = links[(int) (Thread.currentThread().threadId() % links.length)];
        return Uni.createFrom()
                .deferred(() -> {
                    long begin = System.nanoTime();
                    return gate.admits(begin)
                            ? send(link, source, keys, arguments)
                                    .onTermination()
                                    .invoke(() -> metrics.ran(script, System.nanoTime() - begin))
                            : Uni.createFrom().<Response>failure(new ServiceException(AWAY));
                })
                .map(Scripts::numbers)
                .onItem()
                .invoke(this::isBack)
                .onFailure()
                .transform(failure -> isAway(script, failure));
    }

    private Uni<Response> send(Link link, Source source, List<String> keys, List<?> arguments) {
        return Uni.createFrom()
                .deferred(() -> link.send(command(Command.EVALSHA, source.hash(), keys, arguments)))
                .onFailure(Scripts::isUnknownScript)
                .recoverWithUni(() -> link.send(command(Command.EVAL, source.text(), keys, arguments)))
                // A connection that died unseen, or a slot that moves: every script may be run twice.
                .onFailure()
                .retry()
                .atMost(RETRIES)
                .ifNoItem()
                .after(config.timeout())
                .fail();
    }

    /// Keeps the connections from being taken for dead ones.
    Uni<Void> keep() {
        return Multi.createFrom()
                .items(links)
                .onItem()
                .transformToUni(link -> link.keep()
                        .ifNoItem()
                        .after(config.timeout())
                        .fail()
                        .onFailure()
                        .recoverWithNull())
                .merge()
                .collect()
                .last();
    }

    /// One run for each of these, some at a time; fails when one does.
    public <T> Uni<Void> all(List<T> of, Function<T, Uni<?>> run) {
        return Multi.createFrom()
                .iterable(of)
                .onItem()
                .transformToUni(one -> run.apply(one).replaceWithVoid())
                .merge(config.parallel())
                .collect()
                .last()
                .replaceWithVoid();
    }

    private static Request command(Command command, String script, List<String> keys, List<?> arguments) {
        Request request = Request.cmd(command).arg(script).arg(keys.size());
        keys.forEach(request::arg);
        arguments.forEach(argument -> request.arg(String.valueOf(argument)));
        return request;
    }

    private static List<Long> numbers(Response response) {
        if (response.type() != ResponseType.MULTI) {
            return List.of(response.toLong());
        }
        List<Long> numbers = new ArrayList<>(response.size());
        for (int i = 0; i < response.size(); i++) {
            numbers.add(response.get(i).toLong());
        }
        return numbers;
    }

    private static boolean isUnknownScript(Throwable failure) {
        return failure instanceof ErrorType error && error.is("NOSCRIPT");
    }

    private void isBack(List<Long> ignored) {
        if (gate.succeeded()) {
            metrics.isAway(false);
            LOG.info("Redis answers again");
        }
    }

    private Throwable isAway(Script script, Throwable failure) {
        if (failure instanceof ServiceException known) {
            return known;
        }
        if (gate.failed(System.nanoTime())) {
            metrics.isAway(true);
            LOG.errorf("Redis is away (%s): %s", script.file(), failure.toString());
        }
        return new ServiceException(AWAY);
    }

    private static String read(String file) {
        try (InputStream in = Scripts.class.getClassLoader().getResourceAsStream(file)) {
            return new String(Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " can't be read", e);
        }
    }

    private record Source(String text, String hash) {
        static Source of(String text) {
            try {
                byte[] hash = MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
                return new Source(text, HexFormat.of().formatHex(hash));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("SHA-1 is not available", e);
            }
        }
    }
}
