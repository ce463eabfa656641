package dev.tollgate.console;

import dev.tollgate.contract.billing.v1.PriceList;
import dev.tollgate.contract.billing.v1.UsageClass;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.error.ServiceException;
import dev.tollgate.contract.page.Page;
import dev.tollgate.contract.routing.v1.CatalogueObject;
import dev.tollgate.contract.routing.v1.CatalogueOffer;
import dev.tollgate.contract.routing.v1.DeploymentHealth;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Routing's and billing's part of the models: of the file `demo`, priced and usable, `unpriced` and `drained`;
/// managed `roadrunner`, priced from 2001 on.
final class CatalogueObjects {
    private CatalogueObjects() {}

    static void on(PeerStub routing, PeerStub billing) {
        routing.on("GET", "/catalogue/offer", call -> offer())
                .on(
                        "GET",
                        "/catalogue/(providers|models|deployments|groups)",
                        call -> new Page<>(
                                "list",
                                List.of(
                                        object(call.words().getFirst(), "roadrunner", null),
                                        object(call.words().getFirst(), "unpriced", null)),
                                "roadrunner",
                                "unpriced",
                                false))
                .on(
                        "GET",
                        "/catalogue/([a-z]+)/([^/]+)",
                        call -> object(call.words().getFirst(), call.words().getLast(), null))
                .on("POST", "/catalogue/(providers|models|deployments|groups)", call -> {
                    if (call.body().contains("spoilt")) {
                        throw new ServiceException(
                                new ServiceError(ErrorCode.INVALID_VALUE, "base_url is not a URL.", "base_url"));
                    }
                    return object(call.words().getFirst(), "made", null);
                })
                .on(
                        "PATCH",
                        "/catalogue/([a-z]+)/(.+)",
                        call -> object(call.words().getFirst(), call.words().getLast(), null))
                .on("DELETE", "/catalogue/([a-z]+)/(.+)", call -> null)
                .on(
                        "POST",
                        "/catalogue/deployments/(.+)/(drain|undrain)",
                        call -> object(
                                "deployments",
                                call.words().getFirst(),
                                call.words().getLast().equals("drain")));
        routing.on("GET", "/deployment-health", call -> health())
                .on("POST", "/deployment-health/(.+)/reset", call -> null);
        billing.on("GET", "/price-list", call -> prices());
    }

    private static CatalogueObject object(String kind, String id, @Nullable Boolean drained) {
        return new CatalogueObject(
                id,
                "catalogue_" + kind.substring(0, kind.length() - 1),
                CatalogueObject.MANAGED,
                null,
                1L,
                Map.of("id", id),
                null,
                null,
                drained,
                null,
                1L,
                1L);
    }

    private static Page<DeploymentHealth> health() {
        DeploymentHealth one = new DeploymentHealth(
                "acme/rr",
                DeploymentHealth.OBJECT,
                "cooling",
                1_767_225_600L,
                "429",
                1_767_225_630L,
                20,
                5,
                0.25,
                180L,
                List.of(new DeploymentHealth.AtEdge(
                        "edge-1", "cooling", 1_767_225_600L, "429", 1_767_225_630L, null, 20, 5, 180L)),
                new DeploymentHealth.Canary("ramping", 2, 5, 1_767_225_000L, 60, 1, 900, 9, null));
        return new Page<>("list", List.of(one), one.id(), one.id(), false);
    }

    private static CatalogueOffer offer() {
        return new CatalogueOffer(
                "v7",
                List.of(
                        model("unpriced", true, false),
                        model("roadrunner", true, true),
                        model("drained", false, false),
                        model("demo", true, false)),
                List.of(
                        new CatalogueOffer.OfferedGroup("default", List.of("*"), false),
                        new CatalogueOffer.OfferedGroup("partners", List.of("roadrunner"), true)),
                List.of(
                        new CatalogueOffer.Deployment("demo/demo", "demo", "demo", "demo", false),
                        new CatalogueOffer.Deployment("acme/rr", "acme", "roadrunner", "rr-1", true)));
    }

    private static CatalogueOffer.Model model(String id, boolean usable, boolean managed) {
        return new CatalogueOffer.Model(
                id,
                managed ? List.of("beep") : List.of(),
                managed ? "acme" : "us",
                List.of(managed ? "Acme AI" : "demo"),
                8192,
                1024,
                List.of("chat", "vision"),
                1,
                usable,
                managed);
    }

    private static PriceList prices() {
        long past = 978_307_200_000L;
        long future = 4_102_444_800_000L;
        return new PriceList(
                "h",
                "hash",
                List.of(
                        new PriceList.Version(1, 0, List.of(price("demo", "default", 5)), List.of()),
                        new PriceList.Version(
                                2,
                                past,
                                List.of(
                                        price("demo", "default", 0),
                                        price("drained", "default", 7),
                                        price("roadrunner", "default", 9_007_199_254_740_993L),
                                        price("roadrunner", "partners", 3)),
                                List.of()),
                        new PriceList.Version(3, future, List.of(price("unpriced", "default", 1)), List.of())));
    }

    private static PriceList.ModelPrice price(String model, String group, long nanos) {
        Map<UsageClass, Long> classes =
                Map.of(UsageClass.INPUT, nanos, UsageClass.OUTPUT, nanos, UsageClass.SEARCHES, 0L);
        return new PriceList.ModelPrice(model, group, List.of(new PriceList.Tier(0, classes)));
    }
}
