package dev.tollgate.contract.billing.v1;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Asks how many requests billing has counted on a day, for daily limits whose counts Redis has lost (rules 16).
///
/// @param day the UTC day of the requests' admission, `2026-11-21`
/// @param accountIds whose requests of all keys are wanted
/// @param keyIds whose requests are wanted
/// @param groupIds whose requests of all accounts are wanted
/// @param modelIds public ids of models whose requests are wanted
public record DayCountsAsk(
        String day,
        List<String> accountIds,
        List<String> keyIds,
        @Nullable List<String> groupIds,
        @Nullable List<String> modelIds) {
    public DayCountsAsk {
        accountIds = List.copyOf(accountIds);
        keyIds = List.copyOf(keyIds);
        groupIds = groupIds == null ? List.of() : List.copyOf(groupIds);
        modelIds = modelIds == null ? List.of() : List.copyOf(modelIds);
    }
}
