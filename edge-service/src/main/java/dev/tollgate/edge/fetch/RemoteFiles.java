package dev.tollgate.edge.fetch;

import dev.tollgate.contract.auth.v1.AddressBlock;
import dev.tollgate.contract.http.PublicAddress;
import dev.tollgate.edge.provider.spi.FetchedFile;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Fetches what callers point at. A name is looked up once, every address of it must be public, and the connection
/// goes to the address that was judged: a name that changes between look and call (DNS rebinding) gains nothing.
/// Each redirect is judged anew.
@Startup
@Singleton
public class RemoteFiles {
    private static final String UNREACHABLE = "A file could not be fetched from the address that was given. ";

    private final Names names;
    private final FetchConfig config;
    private final List<AddressBlock> allowed;
    private final Download downloads;
    private final AtomicInteger running = new AtomicInteger();
    private final Counter fetched;
    private final Counter refused;
    private final Counter busy;

    public RemoteFiles(Vertx vertx, Names names, FetchConfig config, MeterRegistry registry) {
        this.names = names;
        this.config = config;
        this.allowed = config.allow().orElse(List.of()).stream()
                .map(block -> AddressBlock.parse(block)
                        .orElseThrow(() -> new IllegalArgumentException(
                                "tollgate.edge.fetch.allow: '" + block + "' is no block of addresses")))
                .toList();
        this.downloads = new Download(vertx, config);
        this.fetched = counter(registry, "fetched");
        this.refused = counter(registry, "refused");
        this.busy = counter(registry, "busy");
    }

    private static Counter counter(MeterRegistry registry, String outcome) {
        return Counter.builder("tollgate.edge.fetches")
                .description("Files fetched from addresses that callers gave, by outcome")
                .tag("outcome", outcome)
                .register(registry);
    }

    /// One after the other: what is held at a time stays small. Never fails.
    public Future<Fetching> fetch(List<String> addresses) {
        List<String> different = List.copyOf(new LinkedHashSet<>(addresses));
        if (different.size() > config.filesMax()) {
            refused.increment();
            return Future.succeededFuture(new Fetching.Refused(
                    different.get(config.filesMax()),
                    "At most " + config.filesMax() + " files are fetched for one request."));
        }
        if (running.incrementAndGet() > config.concurrentMax()) {
            running.decrementAndGet();
            busy.increment();
            return Future.succeededFuture(new Fetching.Busy());
        }
        return next(different, new HashMap<>())
                .onSuccess(files -> fetched.increment(files.size()))
                .onFailure(failure -> refused.increment())
                .<Fetching>map(Fetching.Fetched::new)
                .otherwise(failure ->
                        failure instanceof Refusal known ? known.told : new Fetching.Refused("", told(failure)))
                .onComplete(done -> running.decrementAndGet());
    }

    private Future<Map<String, FetchedFile>> next(List<String> left, Map<String, FetchedFile> files) {
        if (left.isEmpty()) {
            return Future.succeededFuture(files);
        }
        String address = left.getFirst();
        long until = System.nanoTime() + config.timeout().toNanos();
        return follow(FileAddress.parse(address), config.redirectsMax(), until)
                .recover(failure -> Future.failedFuture(new Refusal(new Fetching.Refused(address, told(failure)))))
                .compose(file -> {
                    files.put(address, file);
                    return next(left.subList(1, left.size()), files);
                });
    }

    private Future<FetchedFile> follow(@Nullable FileAddress address, int redirects, long until) {
        if (address == null) {
            return Future.failedFuture(new Unfetched("It must be a plain http or https URL."));
        }
        return lookUp(address.host(), until)
                .compose(found -> download(address, found, until))
                .compose(answer -> switch (answer) {
                    case Download.Answer.File(FetchedFile file) -> Future.succeededFuture(file);
                    case Download.Answer.Elsewhere(String location) ->
                        redirects == 0
                                ? Future.failedFuture(new Unfetched("It redirects too often."))
                                : follow(address.redirected(location), redirects - 1, until);
                });
    }

    /// A resolver that does not answer is not waited for either.
    private Future<List<InetAddress>> lookUp(String host, long until) {
        long left = Math.max(1, TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime()));
        return names.lookUp(host)
                .timeout(left, TimeUnit.MILLISECONDS)
                .recover(failure -> Future.failedFuture(
                        failure instanceof TimeoutException ? new Unfetched(Unfetched.TOO_LONG) : failure));
    }

    private Future<Download.Answer> download(FileAddress address, List<InetAddress> found, long until) {
        if (found.isEmpty() || !found.stream().allMatch(this::isAllowed)) {
            return Future.failedFuture(new Unfetched("It must be reachable from the public Internet."));
        }
        return downloads.from(address, found.getFirst(), until);
    }

    private boolean isAllowed(InetAddress address) {
        return PublicAddress.is(address)
                || allowed.stream().anyMatch(block -> block.contains(address.getHostAddress()));
    }

    /// What was reached, or why not, is nobody's business: that would map our network.
    private static String told(Throwable failure) {
        return failure instanceof Unfetched known
                ? UNREACHABLE + known.getMessage()
                : UNREACHABLE + "It must be reachable from the public Internet.";
    }

    /// Carries what the caller is told through the chain of files.
    private static final class Refusal extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient Fetching.Refused told;

        Refusal(Fetching.Refused told) {
            super(told.message(), null, false, false);
            this.told = told;
        }
    }

    @PreDestroy
    void close() {
        downloads.close();
    }
}
