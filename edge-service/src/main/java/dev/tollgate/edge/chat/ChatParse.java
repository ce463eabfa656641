package dev.tollgate.edge.chat;

import dev.tollgate.contract.error.ServiceError;

/// What reading a body ends in.
public sealed interface ChatParse {
    record Parsed(ChatRequest chat) implements ChatParse {}

    record Rejected(ServiceError error) implements ChatParse {}
}
