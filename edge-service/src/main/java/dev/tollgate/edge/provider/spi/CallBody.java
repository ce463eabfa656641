package dev.tollgate.edge.provider.spi;

/// The caller's request, from which each attempt is translated afresh. There is one kind for each way in which a
/// body can be read; which operation it asks for, it says itself.
public sealed interface CallBody permits JsonBody, UploadBody {
    Operation operation();

    /// The name that the caller used: the answer carries it, whatever the provider calls the model.
    String model();

    /// How its answer is relayed.
    AnswerForm form();

    /// The request as it is said to a provider that speaks through this adapter. One that knows another format than
    /// its own says itself in that, where the adapter has no words for its own.
    default Spoken spoken(ProviderAdapter adapter) {
        return Spoken.Said.asItIs(this);
    }

    /// The same, for one that says it otherwise to whoever holds another credential.
    ///
    /// @param upstream as the catalogue configures it: no bound, no files yet
    default Spoken spoken(ProviderAdapter adapter, Upstream upstream) {
        return spoken(adapter);
    }

    /// Whether an event stream is asked for.
    default boolean stream() {
        return form() == AnswerForm.EVENTS;
    }

    /// Whether the answer reaches the caller while it is still being made.
    default boolean flows() {
        return form() != AnswerForm.OBJECT;
    }
}
