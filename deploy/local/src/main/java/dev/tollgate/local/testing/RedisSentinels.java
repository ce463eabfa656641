package dev.tollgate.local.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// A primary, its replica, and three sentinels that promote the replica when two of them miss the primary.
public final class RedisSentinels implements AutoCloseable {
    /// The name that the sentinels know the primary by.
    public static final String MASTER_NAME = "tollgate";

    private static final int SENTINELS = 3;
    private static final Duration WITHIN = Duration.ofSeconds(30);

    private final List<RedisNode> sentinels = new ArrayList<>();
    private final RedisNode primary;
    private final RedisNode replica;

    private RedisSentinels(List<Integer> ports) {
        primary = RedisNode.server(ports.get(0));
        replica = RedisNode.server(
                ports.get(1), "--replicaof", "127.0.0.1 " + ports.get(0), "--repl-diskless-sync-delay", "0");
        for (int i = 0; i < SENTINELS; i++) {
            sentinels.add(RedisNode.sentinel(
                    ports.get(2 + i),
                    List.of(
                            "sentinel monitor " + MASTER_NAME + " 127.0.0.1 " + ports.get(0) + " 2",
                            "sentinel down-after-milliseconds " + MASTER_NAME + " 1000",
                            "sentinel failover-timeout " + MASTER_NAME + " 5000")));
        }
    }

    /// Starts it and waits until the replica is in step and the sentinels know it and each other.
    static RedisSentinels start() {
        RedisSentinels all = new RedisSentinels(RedisNode.freePorts(2 + SENTINELS));
        try {
            Waiting.until(
                    "the replica",
                    WITHIN,
                    () -> all.replica.call("INFO", "replication").toString().contains("master_link_status:up"));
            Waiting.until("the sentinels", WITHIN, () -> all.sentinels.stream().allMatch(RedisSentinels::knowsAll));
            return all;
        } catch (RuntimeException e) {
            all.close();
            throw e;
        }
    }

    private static boolean knowsAll(RedisNode sentinel) {
        String info = sentinel.call("INFO", "sentinel").toString();
        return info.contains("status=ok") && info.contains("slaves=1,sentinels=" + SENTINELS);
    }

    /// As connection settings take it: the sentinels' addresses.
    public String url() {
        return sentinels.stream().map(RedisNode::url).collect(Collectors.joining(","));
    }

    /// The first primary.
    public RedisNode primary() {
        return primary;
    }

    /// The first replica.
    public RedisNode replica() {
        return replica;
    }

    /// Waits until all sentinels name this node as the primary and it says so itself.
    public void awaitPrimary(RedisNode node) {
        Waiting.until(
                "the new primary",
                WITHIN,
                () -> node.call("ROLE").toString().startsWith("[master")
                        && sentinels.stream()
                                .allMatch(sentinel -> sentinel.call("SENTINEL", "GET-MASTER-ADDR-BY-NAME", MASTER_NAME)
                                        .toString()
                                        .contains(Integer.toString(node.port()))));
    }

    @Override
    public void close() {
        sentinels.forEach(RedisNode::close);
        replica.close();
        primary.close();
    }
}
