package dev.tollgate.console.assets;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Serves each file compressed once, under the version of all of them together: browsers keep it for good, and
/// scripts may name each other by relative paths.
@Named("assets")
@ApplicationScoped
public class Assets {
    /// Ours are in `src/main/resources/assets`; the build unpacks the others there ([pom.xml]).
    private static final List<String> NAMES = List.of(
            "charts.js",
            "chart.umd.js",
            "console.css",
            "console.js",
            "htmx.min.js",
            "icons.svg",
            "live.js",
            "logo.svg",
            "playground.js",
            "samples.js",
            "tabler.min.css",
            "tg-playground.css",
            "tg-public.css",
            "tg-billing.css",
            "tg-figures.css",
            "tg-catalogue.css",
            "theme.js");

    private static final String ROOT = "/assets/";
    private static final String FOR_GOOD = "public, max-age=31536000, immutable";

    private final Map<String, Asset> files;
    private final String version;

    @Inject
    Assets() {
        files = NAMES.stream().collect(Collectors.toUnmodifiableMap(Function.identity(), Asset::load));
        version = Asset.version(NAMES.stream().map(files::get).toList());
    }

    /// The path of a file, as this version has it.
    public String url(String name) {
        if (!files.containsKey(name)) {
            throw new IllegalArgumentException("there is no file " + name);
        }
        return ROOT + version + "/" + name;
    }

    void register(@Observes Router router) {
        router.get(ROOT + ":version/:name").handler(this::serve);
    }

    /// While consoles of two releases run, one is asked for the other's files: it gives its own, not to be kept.
    private void serve(RoutingContext context) {
        Asset asset = files.get(context.pathParam("name"));
        if (asset == null) {
            context.next();
            return;
        }
        boolean isOurs = context.pathParam("version").equals(version);
        String encodings = context.request().getHeader("Accept-Encoding");
        HttpServerResponse response = context.response()
                .putHeader("Content-Type", asset.type())
                .putHeader("Cache-Control", isOurs ? FOR_GOOD : "no-store")
                .putHeader("Vary", "Accept-Encoding")
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin");
        if (encodings != null && encodings.contains("gzip")) {
            response.putHeader("Content-Encoding", "gzip").end(Buffer.buffer(asset.gzipped()));
        } else {
            response.end(Buffer.buffer(asset.plain()));
        }
    }
}
