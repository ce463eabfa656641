package dev.tollgate.edge.idempotency;

/// What asking for a name ends in.
public sealed interface Claim {
    /// The first of its name: it is to be answered, and [Ticket] to be told how that ended.
    record First(Ticket ticket) implements Claim {}

    /// It was answered before.
    record Answered(KeptAnswer answer) implements Claim {}

    /// It was answered and charged before, by an answer that is not kept: a stream, or a large one.
    record NotKept() implements Claim {}

    record UnderWay() implements Claim {}

    /// The name belongs to a request with another body.
    record OtherBody() implements Claim {}

    /// Redis does not answer: that it happens only once cannot be promised.
    record Unavailable() implements Claim {}
}
