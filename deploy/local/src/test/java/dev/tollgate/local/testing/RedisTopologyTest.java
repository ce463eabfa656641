package dev.tollgate.local.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RedisTopologyTest {
    @Test
    void aClusterKeepsEachSlotOnItsPrimaryAndReplacesThePrimaryThatIsGone() {
        try (RedisCluster cluster = RedisCluster.start()) {
            for (String tag : new String[] {"a", "b", "c", "d", "e"}) {
                String key = "{" + tag + "}x";
                assertThat(cluster.nodes().get(cluster.startedOn(key)).call("SET", key, "1"))
                        .isEqualTo("OK");
            }
            RedisNode first = cluster.nodes().getFirst();
            assertThatThrownBy(() -> first.call("MGET", "a", "b")).hasMessageContaining("CROSSSLOT");
            first.kill();
            cluster.awaitPrimary(cluster.nodes().getLast());
        }
    }

    @Test
    void theSentinelsPromoteTheReplica() {
        try (RedisSentinels sentinels = RedisSentinels.start()) {
            sentinels.primary().call("SET", "a", "1");
            Waiting.until("the replica to have it", Duration.ofSeconds(30), () -> "1"
                    .equals(sentinels.replica().call("GET", "a")));
            sentinels.primary().kill();
            sentinels.awaitPrimary(sentinels.replica());
            assertThat(sentinels.replica().call("GET", "a")).isEqualTo("1");
        }
    }

    @Test
    void aPausedNodeAnswersAgainWhenItGoesOn() {
        try (RedisNode node = RedisNode.server(RedisNode.freePorts(1).getFirst())) {
            node.pause();
            node.goOn();
            assertThat(node.answers()).isTrue();
            node.kill();
            assertThat(node.answers()).isFalse();
            node.start();
            assertThat(node.answers()).isTrue();
        }
    }
}
