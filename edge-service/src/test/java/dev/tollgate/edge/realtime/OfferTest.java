package dev.tollgate.edge.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import org.junit.jupiter.api.Test;

class OfferTest {
    private static MultiMap upgrade() {
        return MultiMap.caseInsensitiveMultiMap()
                .add("Connection", "keep-alive, Upgrade")
                .add("Upgrade", "WebSocket")
                .add("Sec-WebSocket-Version", "13")
                .add("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
    }

    @Test
    void readsTheKeyFromTheHeader() {
        Offer offer = Offer.of(upgrade().add("Authorization", "Bearer sk-a"));
        assertThat(offer.upgrade()).isTrue();
        assertThat(offer.authorization()).isEqualTo("Bearer sk-a");
        assertThat(offer.realtime()).isFalse();
        assertThat(offer.beta()).isFalse();
    }

    @Test
    void readsTheKeyFromTheSubprotocolsInOneHeaderOrMany() {
        MultiMap one = upgrade().add("Sec-WebSocket-Protocol", "realtime,  openai-insecure-api-key.sk-b");
        MultiMap many = upgrade()
                .add("Sec-WebSocket-Protocol", "realtime")
                .add("Sec-WebSocket-Protocol", "openai-insecure-api-key.sk-b, openai-beta.realtime-v1");
        assertThat(Offer.of(one).authorization()).isEqualTo("Bearer sk-b");
        assertThat(Offer.of(one).realtime()).isTrue();
        assertThat(Offer.of(many).authorization()).isEqualTo("Bearer sk-b");
        assertThat(Offer.of(many).beta()).isTrue();
    }

    @Test
    void theHeaderGoesBeforeTheSubprotocol() {
        MultiMap both = upgrade()
                .add("Authorization", "Bearer sk-a")
                .add("Sec-WebSocket-Protocol", "openai-insecure-api-key.sk-b");
        assertThat(Offer.of(both).authorization()).isEqualTo("Bearer sk-a");
    }

    @Test
    void leavesOnlyWhatMayBeAnswered() {
        MultiMap offered = upgrade().add("Sec-WebSocket-Protocol", "realtime, openai-insecure-api-key.sk-b");
        Offer.of(offered).hideKey(offered);
        assertThat(offered.getAll("Sec-WebSocket-Protocol")).containsExactly("realtime");
        MultiMap keyAlone = upgrade().add("Sec-WebSocket-Protocol", "openai-insecure-api-key.sk-b");
        Offer.of(keyAlone).hideKey(keyAlone);
        assertThat(keyAlone.contains("Sec-WebSocket-Protocol")).isFalse();
    }

    @Test
    void theBetaIsAskedForByHeaderToo() {
        assertThat(Offer.of(upgrade().add("OpenAI-Beta", "assistants=v2, realtime=v1"))
                        .beta())
                .isTrue();
    }

    @Test
    void isNoUpgradeWithoutAllItsParts() {
        assertThat(Offer.of(MultiMap.caseInsensitiveMultiMap()).upgrade()).isFalse();
        for (String name : new String[] {"Connection", "Upgrade", "Sec-WebSocket-Version", "Sec-WebSocket-Key"}) {
            assertThat(Offer.of(upgrade().remove(name)).upgrade()).as(name).isFalse();
        }
        assertThat(Offer.of(upgrade().set("Sec-WebSocket-Version", "8")).upgrade())
                .isFalse();
    }

    @Test
    void saysNothingOfTheKeyInText() {
        assertThat(Offer.of(upgrade().add("Authorization", "Bearer sk-a")).toString())
                .doesNotContain("sk-a");
    }
}
