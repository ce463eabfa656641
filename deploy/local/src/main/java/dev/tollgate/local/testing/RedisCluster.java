package dev.tollgate.local.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A Redis Cluster of three primaries, and one replica of the first that takes over when the first is gone.
public final class RedisCluster implements AutoCloseable {
    private static final int PRIMARIES = 3;
    private static final int SLOTS = 16_384;
    private static final Duration WITHIN = Duration.ofSeconds(30);

    private final List<RedisNode> nodes;

    private RedisCluster(List<RedisNode> nodes) {
        this.nodes = nodes;
    }

    /// Starts it and waits until every node says that all is well.
    static RedisCluster start() {
        List<Integer> ports = RedisNode.freePorts(2 * (PRIMARIES + 1));
        List<RedisNode> nodes = new ArrayList<>();
        RedisCluster cluster = new RedisCluster(nodes);
        try {
            for (int i = 0; i <= PRIMARIES; i++) {
                nodes.add(RedisNode.server(
                        ports.get(2 * i),
                        "--cluster-enabled",
                        "yes",
                        "--cluster-port",
                        Integer.toString(ports.get(2 * i + 1)),
                        "--cluster-node-timeout",
                        "1000",
                        "--cluster-replica-validity-factor",
                        "0"));
            }
            cluster.join(ports);
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private void join(List<Integer> ports) {
        for (int i = 0; i <= PRIMARIES; i++) {
            RedisNode node = nodes.get(i);
            node.call("CLUSTER", "SET-CONFIG-EPOCH", Integer.toString(i + 1));
            if (i < PRIMARIES) {
                int from = i * SLOTS / PRIMARIES;
                int to = (i + 1) * SLOTS / PRIMARIES - 1;
                node.call("CLUSTER", "ADDSLOTSRANGE", Integer.toString(from), Integer.toString(to));
            }
            if (i > 0) {
                node.call(
                        "CLUSTER",
                        "MEET",
                        "127.0.0.1",
                        Integer.toString(ports.getFirst()),
                        Integer.toString(ports.get(1)));
            }
        }
        RedisNode replica = nodes.getLast();
        Waiting.until("the cluster", WITHIN, () -> nodes.stream().allMatch(RedisCluster::isWell));
        replica.call(
                "CLUSTER", "REPLICATE", nodes.getFirst().call("CLUSTER", "MYID").toString());
        Waiting.until(
                "the replica",
                WITHIN,
                () -> isReplicaInStep(replica) && nodes.stream().allMatch(node -> nodesKnown(node, "slave") == 1));
    }

    private static boolean isWell(RedisNode node) {
        String info = node.call("CLUSTER", "INFO").toString();
        return info.contains("cluster_state:ok") && info.contains("cluster_known_nodes:" + (PRIMARIES + 1));
    }

    private static boolean isReplicaInStep(RedisNode node) {
        return node.call("INFO", "replication").toString().contains("master_link_status:up");
    }

    private static long nodesKnown(RedisNode node, String flag) {
        return node.call("CLUSTER", "NODES")
                .toString()
                .lines()
                .filter(line -> line.contains(flag))
                .count();
    }

    /// All nodes, the replica last.
    public List<RedisNode> nodes() {
        return List.copyOf(nodes);
    }

    /// As connection settings take it: any one node is enough to begin with.
    public String url() {
        return String.join(",", nodes.stream().map(RedisNode::url).toList());
    }

    /// Which of the primaries had this key's slot at the start, from 0.
    public int startedOn(String key) {
        long slot = (Long) nodes.getLast().call("CLUSTER", "KEYSLOT", key);
        return (int) (((slot + 1) * PRIMARIES - 1) / SLOTS);
    }

    /// Waits until this node has become a primary and serves.
    public void awaitPrimary(RedisNode node) {
        Waiting.until(
                "the new primary",
                WITHIN,
                () -> node.call("INFO", "replication").toString().contains("role:master")
                        && node.call("CLUSTER", "INFO").toString().contains("cluster_state:ok"));
    }

    /// Waits until all nodes that run agree that all slots are served.
    public void awaitWell() {
        Waiting.until("the whole cluster", WITHIN, () -> nodes.stream()
                .filter(RedisNode::answers)
                .allMatch(RedisCluster::isWell));
    }

    @Override
    public void close() {
        nodes.forEach(RedisNode::close);
    }
}
