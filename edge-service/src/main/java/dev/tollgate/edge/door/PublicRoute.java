package dev.tollgate.edge.door;

import dev.tollgate.edge.error.ErrorFormat;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.function.Consumer;

/// A path that the edge serves to callers, with and without `/v1`.
///
/// @param path below `/v1`; one that ends with `/*` takes all below it, and `:id` any one segment
/// @param label as logs name it
/// @param errors the format in which its callers are told of errors
/// @param handler of the methods taken
public record PublicRoute(
        String path, String label, List<HttpMethod> methods, ErrorFormat errors, Consumer<Exchange> handler) {
    public PublicRoute {
        methods = List.copyOf(methods);
    }

    /// One whose callers are told of errors in the one envelope.
    public PublicRoute(String path, String label, List<HttpMethod> methods, Consumer<Exchange> handler) {
        this(path, label, methods, ErrorFormat.OPENAI, handler);
    }

    /// Whether it takes more paths than one.
    boolean isPattern() {
        return path.endsWith("*") || path.contains(":");
    }

    /// Whether this path, without `/v1`, is one of its own.
    boolean takes(String asked) {
        return path.endsWith("*")
                ? asked.startsWith(path.substring(0, path.length() - 1))
                : asked.matches(path.replace(".", "\\.").replaceAll(":[a-z_]+", "[^/]+"));
    }

    /// One that only tells.
    public static PublicRoute get(String path, String label, Consumer<Exchange> handler) {
        return new PublicRoute(path, label, List.of(HttpMethod.GET, HttpMethod.HEAD), handler);
    }
}
