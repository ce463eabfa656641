package dev.tollgate.billing.ledger;

import static dev.tollgate.billing.TestBooks.inner;
import static dev.tollgate.billing.ledger.Town.CREDIT;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.response.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/// Plays steps in a town, as customers, operators, Stripe and edges do. One thread's own.
final class Actor {
    private final Town town;
    private final Client client;
    private final Money money;
    private final Edges edges;
    private final List<Given> given = new ArrayList<>();

    Actor(Town town, Client client, int edges) {
        this.town = town;
        this.client = client;
        this.money = new Money(town, client);
        this.edges = new Edges(town, client, edges);
    }

    void play(Step step) {
        switch (step) {
            case Step.OfTown ofTown -> inTown(ofTown);
            case Step.OfMoney ofMoney -> money.play(ofMoney);
            case Step.OfEdges ofEdges -> edges.play(ofEdges);
        }
    }

    /// Ships what is not acknowledged yet, as an edge does until it is.
    void shipsAll() {
        edges.shipAll();
    }

    private void inTown(Step.OfTown step) {
        switch (step) {
            case Step.Give give -> give(give);
            case Step.Redeem redeem -> redeem(redeem);
            case Step.SetLimit limit ->
                ok(() -> inner().body(Map.of("amount", Long.toString(limit.credits() * CREDIT)))
                        .patch("/internal/v1/spend-limits/"
                                + town.limits(limit.account(), true).getFirst()));
            case Step.Freeze freeze ->
                ok(() -> inner().body(Map.of("frozen", freeze.frozen()))
                        .put("/internal/v1/credit/" + town.account(freeze.account()) + "/frozen"));
            case Step.Overdraft overdraft ->
                // 409 while more than that is in use.
                client.call(() -> inner().body(Map.of("overdraft", Long.toString(overdraft.credits() * CREDIT)))
                        .put("/internal/v1/credit/" + town.account(overdraft.account()) + "/overdraft"));
            case Step.Pass pass -> {
                town.rounds.clock.moveBy(Duration.ofMinutes(pass.minutes()));
                client.run(town::endLeases);
            }
            case Step.ExpireGifts _ -> client.run(town::expireGifts);
        }
    }

    private void ok(Supplier<Response> call) {
        assertThat(client.call(call).statusCode()).isEqualTo(200);
    }

    private void give(Step.Give step) {
        if (step.again() && !given.isEmpty()) {
            giveAgain(given.get(step.credits() % given.size()));
            return;
        }
        String account = town.account(step.account());
        String path = "/internal/v1/credit/" + account + "/gifts";
        String key = UUID.randomUUID().toString();
        Map<String, Object> command = new HashMap<>();
        command.put("amount", Long.toString(step.credits() * CREDIT));
        command.put("idempotency_key", key);
        if (step.minutes() > 0) {
            command.put(
                    "expires_at",
                    town.rounds
                            .clock
                            .instant()
                            .plus(Duration.ofMinutes(step.minutes()))
                            .getEpochSecond());
        }
        String reference = account + "/" + key;
        town.truth.asksToGive(reference, step.credits() * CREDIT);
        if (client.isImpatient()) {
            client.tryTo(() -> inner().body(command).post(path));
            return;
        }
        ok(() -> inner().body(command).post(path));
        town.truth.isGiven(reference, step.credits() * CREDIT);
        given.add(new Given(path, command));
    }

    private void giveAgain(Given earlier) {
        ok(() -> inner().body(earlier.command()).post(earlier.path()));
        Map<String, Object> other = new HashMap<>(earlier.command());
        other.put("amount", "1");
        assertThat(client.call(() -> inner().body(other).post(earlier.path())).statusCode())
                .as("another amount under the same key")
                .isEqualTo(409);
    }

    private void redeem(Step.Redeem step) {
        String account = town.account(step.account());
        String code = town.codes.get(step.code() % town.codes.size());
        Response answer = client.call(
                () -> inner().body(Map.of("code", code)).post("/internal/v1/credit/" + account + "/redemptions"));
        if (answer.statusCode() == 200) {
            town.truth.isGiven(
                    account + "/code/" + answer.jsonPath().getString("code_id"),
                    Long.parseLong(answer.jsonPath().getString("amount")));
        } else {
            assertThat(answer.statusCode()).as("used up").isEqualTo(409);
        }
    }

    private record Given(String path, Map<String, Object> command) {}
}
