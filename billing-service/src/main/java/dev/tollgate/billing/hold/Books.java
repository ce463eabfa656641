package dev.tollgate.billing.hold;

import java.util.Map;

/// What a transaction has locked and read of accounts and limits, before it changes anything.
public record Books(
        Map<String, AccountCredit> accounts, Map<String, SpendLimit> limits, Map<PeriodKey, PeriodSpend> periods) {
    public Books {
        accounts = Map.copyOf(accounts);
        limits = Map.copyOf(limits);
        periods = Map.copyOf(periods);
    }
}
