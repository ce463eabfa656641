package dev.tollgate.e2e.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

/// What is promised to clients while pods come and go: no request fails, no stream is cut, each is charged once.
record Promise(Suite suite, Suite.Customer customer) {
    private static final long GIVEN = 1_000 * Suite.CREDIT;

    static Promise to(Suite suite) {
        return new Promise(suite, suite.customer(GIVEN));
    }

    Load load() {
        return load(Load.PER_SECOND, Load.STREAMS);
    }

    Load load(int perSecond, int streams) {
        return Load.start(suite.edge(), customer.secret(), perSecond, streams).witnessedBy(() -> Door.behind("edge"));
    }

    void isKeptBy(Tally tally) {
        System.out.println("load: " + tally);
        assertThat(tally.failed())
                .as("failed of " + tally.requests() + " requests")
                .isEmpty();
        assertThat(tally.cut()).as("cut of " + tally.streams() + " streams").isEmpty();
        assertThat(tally.answered()).hasSize(Math.toIntExact(tally.requests() + tally.streams()));
        suite.checkBooks(customer, GIVEN, tally.answered());
    }
}
