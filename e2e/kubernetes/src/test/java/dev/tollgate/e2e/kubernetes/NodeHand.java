package dev.tollgate.e2e.kubernetes;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/// A hand on the nodes: a privileged pod that sees their processes. It kills like a crash does, and asks from within
/// another pod's network.
final class NodeHand implements AutoCloseable {
    private static final String POD = "hand";

    private final Namespace namespace = Namespace.fresh("tollgate-e2e-tools");

    NodeHand() {
        namespace.applyText("""
                {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "hand"}, "spec": {
                  "hostPID": true, "terminationGracePeriodSeconds": 0, "tolerations": [{"operator": "Exists"}],
                  "containers": [{"name": "hand", "image": "docker.io/library/busybox:1", "imagePullPolicy": "IfNotPresent",
                    "command": ["sleep", "36000"], "securityContext": {"privileged": true}}]}}
                """);
        namespace.run("wait", "--for=condition=Ready", "pod/" + POD, "--timeout=60s");
    }

    /// kill -9 of all processes of a pod's container.
    void kill(Namespace.Pod pod) {
        String killed = shell(
                "for p in /proc/[0-9]*; do grep -q '" + pod.containerId()
                        + "' $p/cgroup 2>/dev/null && kill -9 ${p#/proc/} && echo killed; done; true",
                Duration.ofSeconds(30));
        if (killed.isEmpty()) {
            throw new AssertionError("no process of " + pod + " was found on this node");
        }
    }

    /// Which of these addresses (`host:port`, by a name of the caller's) take a connection from a pod's network.
    List<String> reachableFrom(Namespace.Pod pod, Map<String, String> targets) {
        StringBuilder script = new StringBuilder(
                "pid=$(grep -l '" + pod.containerId() + "' /proc/[0-9]*/cgroup 2>/dev/null | head -1 | cut -d/ -f3)\n");
        // A connection that is taken and then says nothing is ended by timeout: code 143.
        targets.forEach((name, address) -> script.append("(timeout 6 nsenter -t $pid -n nc -w 3 ")
                .append(address.replace(":", " "))
                .append(" </dev/null >/dev/null 2>&1; code=$?; [ $code != 0 ] && [ $code != 143 ] || echo ")
                .append(name)
                .append(") &\n"));
        return shell(script + "wait", Duration.ofSeconds(60)).lines().sorted().toList();
    }

    private String shell(String script, Duration patience) {
        return Kubectl.run(patience, "", List.of("-n", namespace.name(), "exec", POD, "--", "sh", "-c", script));
    }

    @Override
    public void close() {
        namespace.delete();
    }
}
