package dev.tollgate.edge.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.contract.auth.v1.AccountStatus;
import dev.tollgate.contract.auth.v1.KeyContext;
import dev.tollgate.contract.auth.v1.KeyStatus;
import dev.tollgate.contract.billing.v1.PriceList;
import dev.tollgate.contract.billing.v1.PriceList.DeploymentCost;
import dev.tollgate.contract.billing.v1.PriceList.ModelPrice;
import dev.tollgate.contract.billing.v1.PriceList.Tier;
import dev.tollgate.contract.billing.v1.UsageClass;
import dev.tollgate.contract.ratelimit.v1.RateLimits;
import dev.tollgate.contract.routing.v1.Catalogue;
import dev.tollgate.contract.routing.v1.Catalogue.Deployment;
import dev.tollgate.contract.routing.v1.Catalogue.Group;
import dev.tollgate.contract.routing.v1.Catalogue.Model;
import dev.tollgate.contract.routing.v1.Catalogue.OnClientGone;
import dev.tollgate.contract.routing.v1.Catalogue.Timeouts;
import dev.tollgate.contract.routing.v1.MasterKeys;
import dev.tollgate.contract.routing.v1.SealedCredential;
import dev.tollgate.local.testing.TestSecrets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SnapshotTest {
    private static final MasterKeys KEYS = MasterKeys.parse(TestSecrets.MASTER_KEYS);
    private static final long T0 = 1_000_000;
    private static final Catalogue.Provider PROVIDER = new Catalogue.Provider(
            "p", "openai", "https://p.example/v1", OnClientGone.CANCEL, new Timeouts(1, 2, 3, 4, 5), false);

    @Test
    void routesAnAliasToItsModelWithSecretPriceAndCost() {
        Snapshot snapshot = compile(catalogue(sealed("d2", 1), sealed("d1", 0)), prices(version(7, T0, "m")));

        Route route = routed(snapshot.route("m-alias", key("g", null), T0));

        assertThat(route.model().id()).isEqualTo("m");
        assertThat(route.priceVersion()).isEqualTo(7);
        assertThat(route.free()).isFalse();
        assertThat(route.targets()).extracting(Target::id).containsExactly("d1", "d2");
        assertThat(route.targets().getFirst().secret()).isEqualTo("secret of d1");
        assertThat(route.targets().getFirst().cost()).isNotNull();
        assertThat(route.targets().getLast().cost()).isNull();
    }

    @Test
    void neverShowsASecret() {
        Snapshot snapshot = compile(catalogue(sealed("d1", 0)), prices(version(1, T0, "m")));

        Route route = routed(snapshot.route("m", key("g", null), T0));

        assertThat(route.toString()).doesNotContain("secret of d1");
    }

    @Test
    void takesTheModelsTimeoutsWhereItHasItsOwn() {
        Snapshot snapshot = compile(catalogue(sealed("d1", 0)), prices(version(1, T0, "m")));

        Route route = routed(snapshot.route("m", key("g", null), T0));

        assertThat(route.targets().getFirst().timeouts()).isEqualTo(new Timeouts(1, 300, 3, 4, 5));
    }

    @Test
    void knowsNoModelWithoutAPriceInForce() {
        Snapshot snapshot =
                compile(catalogue(sealed("d1", 0)), prices(version(1, T0, "other"), version(2, T0 + 60_000, "m")));
        KeyContext key = key("g", null);

        assertThat(snapshot.route("m", key, T0)).isInstanceOf(RouteOutcome.UnknownModel.class);
        assertThat(snapshot.listed(key, T0)).isEmpty();
        assertThat(snapshot.unpriced(T0)).isEqualTo(2);
        assertThat(snapshot.route("m", key, T0 + 59_999)).isInstanceOf(RouteOutcome.UnknownModel.class);
        assertThat(routed(snapshot.route("m", key, T0 + 60_000)).priceVersion()).isEqualTo(2);
        assertThat(snapshot.listed(key, T0 + 60_000))
                .extracting(ListedModel::id)
                .containsExactly("m", "m-alias");
        assertThat(snapshot.route("m", key, T0 - 1)).isInstanceOf(RouteOutcome.UnknownModel.class);
    }

    @Test
    void tellsUnknownFromNotAllowed() {
        Snapshot snapshot = compile(catalogue(sealed("d1", 0)), prices(version(1, T0, "m", "hidden")));

        assertThat(snapshot.route("nothing", key("g", null), T0)).isInstanceOf(RouteOutcome.UnknownModel.class);
        assertThat(snapshot.route("hidden", key("g", null), T0)).isInstanceOf(RouteOutcome.NotAllowed.class);
        assertThat(snapshot.route("m", key("no-such-group", null), T0)).isInstanceOf(RouteOutcome.NotAllowed.class);
        assertThat(snapshot.route("m", key("g", List.of("hidden")), T0)).isInstanceOf(RouteOutcome.NotAllowed.class);
    }

    @Test
    void takesAnyNameOfAModelOnTheKeysOwnList() {
        Snapshot snapshot = compile(catalogue(sealed("d1", 0)), prices(version(1, T0, "m")));

        assertThat(snapshot.route("m", key("g", List.of("x", "m-alias")), T0)).isInstanceOf(RouteOutcome.Routed.class);
        assertThat(snapshot.route("m-alias", key("g", List.of("m")), T0)).isInstanceOf(RouteOutcome.Routed.class);
    }

    @Test
    void saysWhatToSetWhenNoDeploymentHasACredential() {
        Deployment without = new Deployment("d1", "p", "m", "m", 1, 0, null, "OPENAI_API_KEY", true);
        Snapshot snapshot = compile(catalogue(without), prices(version(1, T0, "m")));

        RouteOutcome outcome = snapshot.route("m", key("g", null), T0);

        assertThat(outcome).isInstanceOf(RouteOutcome.NotConfigured.class);
        assertThat(((RouteOutcome.NotConfigured) outcome).message())
                .isEqualTo("no provider is configured for this model: set OPENAI_API_KEY");
        assertThat(snapshot.listed(key("g", null), T0)).isEmpty();
    }

    @Test
    void saysThatDeploymentsAreDrainedWhenNoneIsLeft() {
        Snapshot snapshot = compile(catalogue(), prices(version(1, T0, "m")));

        RouteOutcome outcome = snapshot.route("m", key("g", null), T0);

        assertThat(outcome).isInstanceOf(RouteOutcome.NotConfigured.class);
        assertThat(((RouteOutcome.NotConfigured) outcome).message())
                .isEqualTo("no deployment of this model is in use: all are drained, or it has none");
    }

    @Test
    void isFreeOnlyWhenEveryPriceIsZero() {
        ModelPrice free = new ModelPrice("m", "g", List.of(tier(0, 0)));
        ModelPrice later = new ModelPrice("m", "g", List.of(tier(0, 0), tier(100, 1)));

        assertThat(routed(with(free).route("m", key("g", null), T0)).free()).isTrue();
        assertThat(routed(with(later).route("m", key("g", null), T0)).free()).isFalse();
    }

    @Test
    void namesDeploymentsThatNoMasterKeyOpens() {
        Deployment altered = new Deployment(
                "d1", "p", "m", "m", 1, 0, KEYS.seal("secret", "another deployment"), "OPENAI_API_KEY", true);

        SnapshotCompiler.Compiled compiled =
                new SnapshotCompiler(KEYS).compile(catalogue(altered), prices(version(1, T0, "m")));

        assertThat(compiled.unopened()).containsExactly("d1");
        assertThat(compiled.snapshot().route("m", key("g", null), T0)).isInstanceOf(RouteOutcome.NotConfigured.class);
    }

    @Test
    void refusesToJoinPartsOfDifferentFiles() {
        PriceList other = new PriceList("h", "another file", List.of());

        assertThatThrownBy(() -> compile(catalogue(), other)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void routesFiveThousandModels() {
        List<Model> models = IntStream.range(0, 5_000)
                .mapToObj(i -> model("m" + i, List.of()))
                .toList();
        List<Deployment> deployments = models.stream()
                .map(m -> new Deployment("d-" + m.id(), "p", m.id(), m.id(), 1, 0, null, null, false))
                .toList();
        Catalogue large = new Catalogue(
                "v",
                "file",
                List.of(PROVIDER),
                models,
                deployments,
                List.of(new Group("g", List.of("*"), RateLimits.NONE)));
        List<ModelPrice> prices = models.stream()
                .map(m -> new ModelPrice(m.id(), "g", List.of(tier(0, 5))))
                .toList();

        Snapshot snapshot = compile(large, prices(new PriceList.Version(1, T0, prices, List.of())));

        assertThat(snapshot.route("m4999", key("g", null), T0)).isInstanceOf(RouteOutcome.Routed.class);
        assertThat(snapshot.route("m1", key("g", null), T0)).isSameAs(snapshot.route("m1", key("g", null), T0));
        assertThat(snapshot.listed(key("g", null), T0)).hasSize(5_000);
    }

    private static Snapshot with(ModelPrice price) {
        return compile(catalogue(sealed("d1", 0)), prices(new PriceList.Version(1, T0, List.of(price), List.of())));
    }

    private static Snapshot compile(Catalogue catalogue, PriceList prices) {
        return new SnapshotCompiler(KEYS).compile(catalogue, prices).snapshot();
    }

    private static Route routed(RouteOutcome outcome) {
        assertThat(outcome).isInstanceOf(RouteOutcome.Routed.class);
        return ((RouteOutcome.Routed) outcome).route();
    }

    private static Catalogue catalogue(Deployment... deployments) {
        return new Catalogue(
                "v1",
                "file",
                List.of(PROVIDER),
                List.of(model("m", List.of("m-alias")), model("hidden", List.of())),
                List.of(deployments),
                List.of(new Group("g", List.of("m"), RateLimits.NONE)));
    }

    private static Model model(String id, List<String> aliases) {
        return new Model(
                id,
                aliases,
                "owner",
                1_000,
                100,
                10,
                List.of("chat"),
                RateLimits.NONE,
                new Timeouts(0, 300, 0, 0, 0),
                1);
    }

    private static Deployment sealed(String id, int priority) {
        SealedCredential credential = KEYS.seal("secret of " + id, id);
        return new Deployment(id, "p", "m", "m", 1, priority, credential, "OPENAI_API_KEY", true);
    }

    private static PriceList prices(PriceList.Version... versions) {
        return new PriceList("hash", "file", List.of(versions));
    }

    private static PriceList.Version version(long number, long effectiveFrom, String... models) {
        List<ModelPrice> prices = new ArrayList<>();
        for (String model : models) {
            prices.add(new ModelPrice(model, "g", List.of(tier(0, 5))));
        }
        DeploymentCost cost = new DeploymentCost("d1", List.of(tier(0, 1)));
        return new PriceList.Version(number, effectiveFrom, prices, List.of(cost));
    }

    private static Tier tier(long above, long nanos) {
        Map<UsageClass, Long> all =
                Arrays.stream(UsageClass.values()).collect(Collectors.toMap(Function.identity(), c -> nanos));
        return new Tier(above, all);
    }

    private static KeyContext key(String group, @Nullable List<String> models) {
        return new KeyContext(
                "k",
                "a",
                group,
                KeyStatus.ACTIVE,
                AccountStatus.ACTIVE,
                null,
                List.of(),
                models,
                List.of(),
                RateLimits.NONE,
                RateLimits.NONE,
                List.of());
    }
}
