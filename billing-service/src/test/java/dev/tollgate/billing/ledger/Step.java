package dev.tollgate.billing.ledger;

/// One thing that happens to the books of a [Town]. Numbers are taken modulo what there is.
sealed interface Step {
    /// What customers, operators and time do.
    sealed interface OfTown extends Step {}

    /// What money does.
    sealed interface OfMoney extends Step {}

    /// What edges do.
    sealed interface OfEdges extends Step {}

    /// @param minutes until it expires; 0 for never
    /// @param again under the key of an earlier one
    record Give(int account, int credits, int minutes, boolean again) implements OfTown {}

    record Redeem(int account, int code) implements OfTown {}

    record SetLimit(int account, int credits) implements OfTown {}

    record Freeze(int account, boolean frozen) implements OfTown {}

    record Overdraft(int account, int credits) implements OfTown {}

    /// Time passes, and leases whose hold is over end.
    record Pass(int minutes) implements OfTown {}

    record ExpireGifts() implements OfTown {}

    record Buy(int account, int credits, boolean keepsCard) implements OfMoney {}

    /// The account has less than it wants to have at least: its card is charged.
    record RunLow(int account, int threshold) implements OfMoney {}

    /// Stripe tells something: of what it has to tell, whichever comes first.
    record Tell(int nth, boolean again) implements OfMoney {}

    record TellAll() implements OfMoney {}

    /// @param credits 0 for all that there is
    record AskRefund(int account, int credits) implements OfMoney {}

    record Decide(int nth, boolean approves) implements OfMoney {}

    /// In Stripe's dashboard.
    record RefundByHand(int payment, int percent) implements OfMoney {}

    /// A refund that went through comes back.
    record BankReturns(int refund) implements OfMoney {}

    record Dispute(int payment, int percent, boolean inquiry) implements OfMoney {}

    record CloseDispute(int dispute, boolean won) implements OfMoney {}

    record Ask(int edge, int account, boolean limited, int need, int surplus) implements OfEdges {}

    /// The answer was lost.
    record AskAgain(int edge) implements OfEdges {}

    record GiveBack(int edge, int account, boolean limited, int credits, boolean close) implements OfEdges {}

    /// A request goes upstream, and so much of its answer came.
    record Begin(int edge, int account, boolean limited, int delivered) implements OfEdges {}

    /// It ends after all, also when billing has ended it before.
    record End(int edge, int nth, int tokens) implements OfEdges {}

    /// A whole request, told of once or several times.
    record Use(int edge, int account, boolean limited, int tokens, int copies) implements OfEdges {}

    /// A journal is shipped again, by any edge.
    ///
    /// @param changed and says something else
    record UseAgain(int edge, int nth, boolean changed) implements OfEdges {}

    /// A record of a model without a price.
    record Unpriced(int edge, int account, int tokens) implements OfEdges {}

    /// @param closes its successor ships the journal and closes the epoch; else its holds run out
    record Crash(int edge, boolean closes) implements OfEdges {}
}
