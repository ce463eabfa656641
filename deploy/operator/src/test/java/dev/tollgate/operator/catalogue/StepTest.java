package dev.tollgate.operator.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.operator.resource.Declared;
import dev.tollgate.operator.resource.Model;
import dev.tollgate.operator.resource.Provider;
import dev.tollgate.operator.resource.Route;
import dev.tollgate.operator.resource.Timeouts;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked
class StepTest {
    private final Wanted wanted = Wanted.of(provider(null));
    private final Declared mine = Declared.claimed(Wanted.PROVIDERS, "acme");

    @Test
    void aNameIsClaimedBeforeItIsTaken() {
        assertThat(Step.of(wanted, null, null)).isEqualTo(new Step.Claim());
        assertThat(Step.of(wanted, mine, null)).isEqualTo(new Step.Create(wanted.definition()));
    }

    @Test
    void whatSomebodyElseHasMadeIsLeft() {
        assertThat(Step.of(wanted, null, seen(1, wanted.definition()))).isEqualTo(new Step.Taken());
    }

    @Test
    void theCatalogueFileWins() {
        Seen file = new Seen("catalogue.yaml:12", 0, wanted.definition(), null, null, false, null);
        assertThat(Step.of(wanted, mine, file)).isEqualTo(new Step.Overruled("catalogue.yaml:12"));
    }

    /// The operator died between making it and noting that.
    @Test
    void whatWasMadeButNotNotedIsMadeAsWanted() {
        assertThat(Step.of(wanted, mine, seen(1, wanted.definition())))
                .isInstanceOfSatisfying(Step.Change.class, change -> assertThat(
                                change.changes().path("version").asLong())
                        .isEqualTo(1));
    }

    @Test
    void whatIsAsNotedIsKept() {
        Declared noted = mine.at(3, wanted.digest());
        assertThat(Step.of(wanted, noted, seen(3, wanted.definition()))).isEqualTo(new Step.Keep(3));
        assertThat(Step.of(wanted, noted, seen(4, wanted.definition())))
                .as("somebody has changed it since")
                .isInstanceOf(Step.Change.class);
    }

    @Test
    void whatIsLeftOutIsTakenAway() {
        ObjectNode before = wanted.definition().deepCopy();
        before.putObject("timeouts").put("plain", "60s");
        before.put("allow_loopback", false);
        assertThat(Step.of(wanted, mine.at(1, "another"), seen(1, before)))
                .isInstanceOfSatisfying(Step.Change.class, change -> {
                    assertThat(change.changes().get("timeouts").isNull()).isTrue();
                    assertThat(change.changes().has("allow_loopback"))
                            .as("a word that is the file's alone")
                            .isFalse();
                });
    }

    @Test
    void definitionsAreInTheFilesWords() {
        Timeouts timeouts = new Timeouts(null, "60s", null, null, null);
        assertThat(Wanted.of(provider(timeouts)).definition().toString())
                .isEqualTo("{\"kind\":\"openai\",\"base_url\":\"https://api.acme.example/v1\","
                        + "\"timeouts\":{\"first_byte\":\"60s\"},\"credential\":\"managed\",\"id\":\"acme\"}");
    }

    @Test
    void aRoutesDeploymentsAreCalledByBothNames() {
        Route route = new Route();
        route.setMetadata(new ObjectMetaBuilder().withName("chat").build());
        route.setSpec(new Route.Spec(
                "org/chat", List.of(new Route.Deployment("eu", "acme", "chat-1", 2L, null, true, null))));
        Wanted deployment = Wanted.of(route).getFirst();
        assertThat(deployment.id()).isEqualTo("chat/eu");
        assertThat(deployment.drained()).isTrue();
        assertThat(deployment.definition().toString())
                .isEqualTo("{\"provider\":\"acme\",\"upstream_model\":\"chat-1\",\"weight\":2,\"model\":\"org/chat\","
                        + "\"id\":\"chat/eu\"}");
    }

    @Test
    void aModelIsCalledByItsIdWhereThatIsNoNameOfResources() {
        Model model = new Model();
        model.setMetadata(new ObjectMetaBuilder().withName("chat").build());
        model.setSpec(new Model.Spec(
                "org/Chat", null, "org", 8_192L, 1_024L, null, null, null, null, null, null, null, null, null));
        assertThat(Wanted.of(model).id()).isEqualTo("org/Chat");
    }

    private static Seen seen(long version, ObjectNode definition) {
        return new Seen(null, version, definition, null, true, false, null);
    }

    private static Provider provider(Timeouts timeouts) {
        Provider provider = new Provider();
        provider.setMetadata(new ObjectMetaBuilder().withName("acme").build());
        provider.setSpec(new Provider.Spec(
                null,
                null,
                "openai",
                "https://api.acme.example/v1",
                new Provider.CredentialRef("acme", "key"),
                null,
                null,
                timeouts));
        return provider;
    }
}
