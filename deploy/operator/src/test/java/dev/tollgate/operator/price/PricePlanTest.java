package dev.tollgate.operator.price;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import dev.tollgate.operator.resource.PriceList;
import dev.tollgate.operator.resource.PriceList.ModelPrices;
import dev.tollgate.operator.resource.PriceList.Multiplier;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked
class PricePlanTest {
    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
    private static final String NOTE = "pricelist uid-1 list 2";

    @Test
    void aGenerationIsWrittenInTheFilesWords() {
        assertThat(plan(null).next(List.of(), NOW)).isInstanceOfSatisfying(PriceStep.Write.class, write -> {
            assertThat(write.note()).isEqualTo(NOTE);
            assertThat(write.text().toString())
                    .isEqualTo(
                            "{\"models\":[{\"id\":\"chat\",\"prices\":{\"input\":1,\"cached_input\":\"0.00000001\"}}],"
                                    + "\"groups\":[{\"id\":\"vip\",\"multiplier\":\"0.9\"}]}");
        });
    }

    @Test
    void whatIsNoLongerNamedIsWithdrawn() {
        Draft before = new Draft("1", "pricelist uid-1 list 1", past(), List.of("chat", "old"), List.of(), List.of());
        assertThat(plan(null).next(List.of(before), NOW))
                .isInstanceOfSatisfying(PriceStep.Write.class, write -> assertThat(
                                write.text().path("withdraw").toString())
                        .isEqualTo("{\"models\":[\"old\"]}"));
    }

    @Test
    void aDraftIsPublishedAtItsTime() {
        assertThat(plan("2026-11-02T00:00:00Z").next(List.of(draft("2", NOTE, null)), NOW))
                .isEqualTo(new PriceStep.Publish(
                        "2", Instant.parse("2026-11-02T00:00:00Z").getEpochSecond()));
        assertThat(plan(null).next(List.of(draft("2", NOTE, null)), NOW)).isEqualTo(new PriceStep.Publish("2", null));
    }

    /// It could not be taken back, and would undo what came before it.
    @Test
    void aGenerationNeverTakesEffectBeforeTheOneBefore() {
        long later = NOW.getEpochSecond() + 3_600;
        Draft waiting = draft("1", "pricelist uid-1 list 1", later);
        assertThat(plan(null).next(List.of(draft("2", NOTE, null), waiting), NOW))
                .isEqualTo(new PriceStep.Publish("2", later));
    }

    @Test
    void noGenerationIsPublishedTwice() {
        Draft published = draft("2", NOTE, past());
        assertThat(plan(null).next(List.of(published), NOW)).isEqualTo(new PriceStep.Rest(published));
    }

    @Test
    void aDraftOfAGenerationThatIsPastIsDropped() {
        assertThat(plan(null).next(List.of(draft("1", "pricelist uid-1 list 1", null)), NOW))
                .isEqualTo(new PriceStep.Drop("1"));
    }

    @Test
    void theEndWithdrawsAllThatIsInForce() {
        Draft published = new Draft("2", NOTE, past(), List.of("chat"), List.of("vip"), List.of());
        assertThat(plan(null).last(List.of(published), NOW).orElseThrow())
                .isInstanceOfSatisfying(
                        PriceStep.Write.class, write -> assertThat(write.text().toString())
                                .isEqualTo("{\"withdraw\":{\"models\":[\"chat\"],\"groups\":[\"vip\"]}}"));
        assertThat(plan(null).last(List.of(), NOW)).isEqualTo(Optional.empty());
    }

    private static Long past() {
        return NOW.getEpochSecond() - 60;
    }

    private static Draft draft(String id, String note, Long from) {
        return new Draft(id, note, from, List.of("chat"), List.of("vip"), List.of());
    }

    private static PricePlan plan(String from) {
        PriceList list = new PriceList();
        list.setMetadata(new ObjectMetaBuilder()
                .withName("list")
                .withUid("uid-1")
                .withGeneration(2L)
                .build());
        Map<String, JsonNode> prices = new LinkedHashMap<>();
        prices.put("input", IntNode.valueOf(1));
        prices.put("cached_input", DoubleNode.valueOf(1e-8));
        list.setSpec(new PriceList.Spec(
                from, List.of(new ModelPrices("chat", prices)), List.of(new Multiplier("vip", "0.9")), null));
        return new PricePlan(list);
    }
}
