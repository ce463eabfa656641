package dev.tollgate.billing.ledger;

import static dev.tollgate.billing.TestBooks.inner;
import static dev.tollgate.billing.ledger.Town.CREDIT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.billing.Stage;
import dev.tollgate.billing.Stage.Edge;
import dev.tollgate.contract.billing.v1.LeaseAnswers;
import dev.tollgate.contract.billing.v1.LeaseAnswers.LeaseAnswer;
import dev.tollgate.contract.billing.v1.LeaseAsks;
import dev.tollgate.contract.billing.v1.LeaseAsks.LeaseAsk;
import dev.tollgate.contract.billing.v1.LeaseAsks.Need;
import dev.tollgate.contract.billing.v1.UsageAnswer;
import dev.tollgate.contract.billing.v1.UsageAnswer.Result;
import dev.tollgate.contract.billing.v1.UsageFrame;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Plays what edges do.
final class Edges {
    private final Town town;
    private final Client client;
    private final List<Edge> edges = new ArrayList<>();
    private final Map<Integer, LeaseAsk> asked = new HashMap<>();
    private final List<UsageFrame.Open> begun = new ArrayList<>();
    private final List<UsageFrame.Done> shipped = new ArrayList<>();
    /// What a journal keeps, as it is not acknowledged.
    private final List<UsageFrame> kept = new ArrayList<>();

    Edges(Town town, Client client, int count) {
        this.town = town;
        this.client = client;
        for (int i = 0; i < count; i++) {
            edges.add(town.stage.edge());
        }
    }

    void play(Step.OfEdges step) {
        switch (step) {
            case Step.Ask ask -> {
                long need = ask.need() * CREDIT;
                List<Need> needs = need == 0 ? List.of() : List.of(new Need(need, need / 2, need / 8));
                ask(ask.edge(), ask.account(), ask.limited(), needs, ask.surplus() * CREDIT);
            }
            case Step.AskAgain again -> askAgain(again.edge());
            case Step.GiveBack back -> giveBack(back);
            case Step.Begin begin -> begin(begin);
            case Step.End end -> end(end);
            case Step.Use use -> use(use);
            case Step.UseAgain again -> useAgain(again);
            case Step.Unpriced unpriced -> unpriced(unpriced);
            case Step.Crash crash -> crash(crash);
        }
    }

    private Edge edge(int nth) {
        return edges.get(nth % edges.size());
    }

    private void ask(int at, int account, boolean limited, List<Need> needs, long surplus) {
        String id = town.account(account);
        List<String> limits = town.limits(account, limited);
        Edge edge = edge(at);
        LeaseAsk ask = new LeaseAsk(id, limits, town.stage.number(edge, id, limits), needs, surplus, 0, false);
        asked.put(at % edges.size(), ask);
        send(edge, ask);
    }

    private void askAgain(int at) {
        LeaseAsk last = asked.get(at % edges.size());
        if (last != null) {
            send(edge(at), last);
        }
    }

    private void giveBack(Step.GiveBack step) {
        String id = town.account(step.account());
        List<String> limits = town.limits(step.account(), step.limited());
        Edge edge = edge(step.edge());
        long number = town.stage.number(edge, id, limits);
        send(edge, new LeaseAsk(id, limits, number, List.of(), 0, step.credits() * CREDIT, step.close()));
    }

    private void send(Edge edge, LeaseAsk ask) {
        String body = Stage.write(new LeaseAsks(edge.id(), edge.epoch(), List.of(ask)));
        Response answer = client.call(() -> inner().body(body).post("/internal/v1/leases"));
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        LeaseAnswer told =
                Stage.read(answer.asString(), LeaseAnswers.class).answers().getFirst();
        assertThat(told.granted()).isGreaterThanOrEqualTo(told.posted() + told.returned());
    }

    private UsageFrame.Subject subject(int account, boolean limited, long tokens) {
        return town.stage.subject(
                town.account(account), town.limits(account, limited), tokens * Stage.TOKEN, town.rounds.clock.millis());
    }

    private void begin(Step.Begin step) {
        UsageFrame.Open open = Stage.open(subject(step.account(), step.limited(), step.delivered()), 1_000);
        begun.add(open);
        town.truth.begins(open.requestId());
        assertThat(ship(edge(step.edge()), List.of(open, progress(open, step.delivered()))))
                .containsOnly(Result.NOTED);
    }

    private static UsageFrame progress(UsageFrame.Open open, int delivered) {
        return new UsageFrame.Progress(1, open.requestId(), delivered);
    }

    private void end(Step.End step) {
        if (!begun.isEmpty()) {
            UsageFrame.Open open = begun.get(step.nth() % begun.size());
            boolean again = shipped.stream().anyMatch(done -> done.requestId().equals(open.requestId()));
            if (!again) {
                post(edge(step.edge()), Stage.done(open.subject(), step.tokens()), 1);
            } else {
                // What was overtaken by its end.
                ship(edge(step.edge()), List.of(open, progress(open, step.tokens())));
            }
        }
    }

    private void use(Step.Use step) {
        UsageFrame.Subject subject = subject(step.account(), step.limited(), step.tokens());
        post(edge(step.edge()), Stage.done(subject, step.tokens()), step.copies());
    }

    private void post(Edge edge, UsageFrame.Done done, int copies) {
        town.truth.sends(done.requestId(), done.charge());
        if (client.isImpatient()) {
            // The edge dies: whether it was posted, nobody knows.
            client.tryTo(() -> usage(edge, List.of(done)));
            return;
        }
        shipped.add(done);
        kept.add(done);
        List<UsageFrame> batch = new ArrayList<>(Collections.nCopies(copies, done));
        batch.addAll(IntStream.range(0, Math.min(copies - 1, shipped.size()))
                .mapToObj(i -> shipped.get((shipped.size() * 7 + i) % shipped.size()))
                .toList());
        assertThat(ship(edge, batch)).isSubsetOf(Result.POSTED, Result.DUPLICATE);
        kept.remove(done);
        town.truth.isCharged(done.requestId());
    }

    private void useAgain(Step.UseAgain step) {
        if (!shipped.isEmpty()) {
            UsageFrame.Done done = shipped.get(step.nth() % shipped.size());
            UsageFrame.Done told = step.changed() ? Stage.done(done.subject(), done.charge() / Stage.TOKEN + 7) : done;
            assertThat(ship(edge(step.edge()), List.of(told))).containsExactly(Result.DUPLICATE);
        }
    }

    private void unpriced(Step.Unpriced step) {
        UsageFrame.Subject priced = subject(step.account(), false, step.tokens());
        UsageFrame.Subject subject = new UsageFrame.Subject(
                priced.requestId(),
                null,
                priced.accountId(),
                priced.keyId(),
                List.of(),
                priced.group(),
                "unheard-of",
                priced.endpoint(),
                true,
                priced.admittedAt(),
                priced.priceVersion(),
                priced.hold());
        UsageFrame done = Stage.done(subject, step.tokens());
        assertThat(ship(edge(step.edge()), List.of(done, done))).containsOnly(Result.QUARANTINED);
    }

    private void crash(Step.Crash step) {
        int at = step.edge() % edges.size();
        Edge old = edges.get(at);
        Map<String, Object> start = Map.of("startId", UUID.randomUUID().toString());
        Response opened = client.call(() -> inner().body(start).post("/internal/v1/edges/" + old.id() + "/epochs"));
        assertThat(opened.statusCode()).isEqualTo(200);
        Edge next = new Edge(old.id(), opened.jsonPath().getLong("epoch"));
        edges.set(at, next);
        asked.remove(at);
        if (step.closes()) {
            Response closed = client.call(() -> inner().post(
                            "/internal/v1/edges/" + old.id() + "/epochs/" + old.epoch() + "/close?by=" + next.epoch()));
            assertThat(closed.statusCode()).as(closed.asString()).isEqualTo(200);
        }
    }

    void shipAll() {
        if (!kept.isEmpty()) {
            assertThat(ship(edges.getFirst(), List.copyOf(kept))).isSubsetOf(Result.POSTED, Result.DUPLICATE);
            kept.forEach(frame -> town.truth.isCharged(frame.requestId()));
            kept.clear();
        }
    }

    private List<Result> ship(Edge edge, List<UsageFrame> frames) {
        Response answer = client.call(() -> usage(edge, frames));
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        return Stage.read(answer.asString(), UsageAnswer.class).results();
    }

    private static Response usage(Edge edge, List<UsageFrame> frames) {
        String json = frames.stream().map(Stage::json).collect(Collectors.joining(","));
        String body = "{\"edgeId\":\"" + edge.id() + "\",\"epoch\":" + edge.epoch() + ",\"frames\":[" + json + "]}";
        return inner().body(body).post("/internal/v1/usage");
    }
}
