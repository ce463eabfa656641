package dev.tollgate.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.local.stack.Stack;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;

/// What the demo provider saw: the other end of every request, out of the suite's own reach.
final class DemoLog {
    private final Suite suite;
    private final Stack stack;

    DemoLog(Suite suite) {
        this.suite = suite;
        this.stack = suite.stack();
    }

    /// Requests that contain this, in their text or in a file's name, oldest first; of the last thousand.
    List<JsonNode> with(String marker) {
        List<JsonNode> found = new ArrayList<>();
        for (JsonNode request : Suite.json(whole()).get("requests")) {
            if (request.toString().contains(marker)) {
                found.add(request);
            }
        }
        return found;
    }

    /// All that it remembers.
    String whole() {
        return suite.send(HttpRequest.newBuilder(demo("/demo/requests?limit=1000"))
                        .build())
                .body();
    }

    void forget() {
        suite.send(HttpRequest.newBuilder(demo("/demo/requests")).DELETE().build());
    }

    private URI demo(String path) {
        return stack.demoUrl().resolve(path);
    }
}
