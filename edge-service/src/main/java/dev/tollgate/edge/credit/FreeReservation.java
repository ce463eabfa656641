package dev.tollgate.edge.credit;

/// Of a model whose price is zero: nothing is held, but limits are charged by what was learned.
record FreeReservation(Credit credit, ReserveRequest request) implements Reservation {
    private static final Spend WITHIN = new Spend.Within();

    @Override
    public long outputBound() {
        return request.outputBound();
    }

    @Override
    public long hold() {
        return 0;
    }

    @Override
    public boolean clamped() {
        return false;
    }

    @Override
    public boolean usable() {
        return true;
    }

    @Override
    public Spend delivered(long outputTokens) {
        return WITHIN;
    }

    @Override
    public long affordable() {
        return Long.MAX_VALUE;
    }

    @Override
    public void settle(long chargeNanos) {}

    @Override
    public void settle(long chargeNanos, long outputTokens) {
        credit.learn(request, outputTokens);
    }

    @Override
    public void release() {}
}
