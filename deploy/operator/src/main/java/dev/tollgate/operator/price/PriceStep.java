package dev.tollgate.operator.price;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/// What is to be done next for a PriceList.
sealed interface PriceStep {
    /// @param text the draft, in the catalogue file's words
    record Write(ObjectNode text, String note) implements PriceStep {}

    /// One of a generation that is past, and was never published.
    record Drop(String id) implements PriceStep {}

    /// @param at Unix seconds; null for as soon as may be
    record Publish(String id, @Nullable Long at) implements PriceStep {}

    record Rest(Draft published) implements PriceStep {}
}
