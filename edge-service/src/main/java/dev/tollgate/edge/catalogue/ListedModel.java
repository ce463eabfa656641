package dev.tollgate.edge.catalogue;

import dev.tollgate.contract.billing.v1.PriceList.ModelPrice;
import java.util.List;

/// A model as `GET /v1/models` shows it to one key. An alias is an entry of its own.
///
/// @param id the name to call it by: the model's id or an alias
/// @param model the model's id
/// @param created Unix seconds
/// @param price effective for the key's group
public record ListedModel(
        String id,
        String model,
        long created,
        String ownedBy,
        long contextWindow,
        long outputBound,
        List<String> capabilities,
        ModelPrice price,
        boolean free) {
    public ListedModel {
        capabilities = List.copyOf(capabilities);
    }
}
