package dev.tollgate.edge.pipeline;

import dev.tollgate.contract.auth.v1.KeyContext;
import dev.tollgate.edge.catalogue.Route;
import dev.tollgate.edge.chat.ChatRequest;
import dev.tollgate.edge.door.Exchange;

/// A request whose caller, meaning and route are known.
record Call(Exchange exchange, KeyContext key, ChatRequest chat, Route route) {}
