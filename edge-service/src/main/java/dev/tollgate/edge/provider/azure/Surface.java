package dev.tollgate.edge.provider.azure;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How a resource's addresses are written: as OpenAI's, below `/openai/v1`, or below each deployment, with the API's
/// version as a parameter. The base URL says which: one that ends in a version (`/openai/2024-10-21`) has the latter.
///
/// @param root below which all is
/// @param version of the API, or null for the first form
record Surface(String root, @Nullable String version) {
    private static final String RESPONSES = "/responses";
    private static final Pattern VERSION = Pattern.compile("\\d{4}-\\d{2}-\\d{2}(-preview)?");

    static Surface of(String baseUrl) {
        int last = baseUrl.lastIndexOf('/');
        String segment = baseUrl.substring(last + 1);
        return VERSION.matcher(segment).matches()
                ? new Surface(baseUrl.substring(0, last), segment)
                : new Surface(baseUrl, null);
    }

    /// @param path as OpenAI has it: `/chat/completions`
    String url(String path, String deployment) {
        if (version == null) {
            return root + path;
        }
        // The newer endpoints know the deployment by the body's model alone.
        return path.equals(RESPONSES)
                ? root + path + "?api-version=" + version
                : root + "/deployments/" + encoded(deployment) + path + "?api-version=" + version;
    }

    /// Of a realtime session: `wss`, or `ws` where the resource is not reached by TLS.
    String session(String deployment) {
        String socket = root.startsWith("http") ? "ws" + root.substring("http".length()) : root;
        return version == null
                ? socket + "/realtime?model=" + encoded(deployment)
                : socket + "/realtime?api-version=" + version + "&deployment=" + encoded(deployment);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
