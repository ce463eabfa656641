package dev.tollgate.e2e.kubernetes;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A way from outside to a service: a node port beside the service's own. Where nodes cannot be reached, an address
/// may be given: `TOLLGATE_E2E_EDGE_URL`, `TOLLGATE_E2E_CONSOLE_URL`.
final class Door {
    private static final int CONNECT_MILLIS = 1_000;

    private Door() {}

    static URI to(String service) {
        @Nullable String given = System.getenv("TOLLGATE_E2E_" + service.toUpperCase(Locale.ROOT) + "_URL");
        if (given != null) {
            return URI.create(given);
        }
        Namespace namespace = Suite.NAMESPACE;
        JsonNode inner = namespace.json("get", "service", "tollgate-" + service).get("spec");
        String name = "e2e-" + service;
        ObjectNode outer =
                Kubectl.JSON.createObjectNode().put("apiVersion", "v1").put("kind", "Service");
        outer.putObject("metadata").put("name", name);
        ObjectNode spec = outer.putObject("spec").put("type", "NodePort");
        spec.set("selector", inner.get("selector"));
        spec.putArray("ports")
                .addObject()
                .put("name", "http")
                .put("port", inner.at("/ports/0/port").asInt())
                .set("targetPort", inner.at("/ports/0/targetPort"));
        namespace.applyText(outer.toString());
        int port = namespace
                .json("get", "service", name)
                .at("/spec/ports/0/nodePort")
                .asInt();
        String node = nodeAddress();
        await("the node forwards the port of " + service)
                .atMost(Duration.ofSeconds(30))
                .until(() -> isOpen(node, port));
        return URI.create("http://" + node + ":" + port);
    }

    /// Each endpoint that the door leads to: whether the cluster takes it to be ready, and whether it takes
    /// connections.
    static String behind(String service) {
        List<String> all = new ArrayList<>();
        JsonNode slices =
                Suite.NAMESPACE.json("get", "endpointslices", "-l", "kubernetes.io/service-name=e2e-" + service);
        for (JsonNode slice : slices.path("items")) {
            int port = slice.at("/ports/0/port").asInt();
            for (JsonNode endpoint : slice.path("endpoints")) {
                String address = endpoint.at("/addresses/0").asText();
                all.add("%s ready %s, open %s"
                        .formatted(address, endpoint.at("/conditions/ready").asText(), isOpen(address, port)));
            }
        }
        return all.toString();
    }

    private static boolean isOpen(String host, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    static String nodeAddress() {
        for (JsonNode address : Kubectl.json("get", "nodes").at("/items/0/status/addresses")) {
            if (address.get("type").textValue().equals("InternalIP")) {
                return address.get("address").textValue();
            }
        }
        throw new AssertionError("the node has no inner address");
    }
}
