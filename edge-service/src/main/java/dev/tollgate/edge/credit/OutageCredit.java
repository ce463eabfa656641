package dev.tollgate.edge.credit;

import java.util.HashMap;
import java.util.Map;

/// What accounts may still reserve here while billing is away, where an operator granted it: at most that much per
/// account and edge, booked as overdraft once billing is back (rules 8). Amounts in nano-credits.
final class OutageCredit {
    private final int accountsMax;
    private final Map<String, Allowance> allowances = new HashMap<>();

    /// @param accountsMax of more accounts nothing is kept
    OutageCredit(int accountsMax) {
        this.accountsMax = accountsMax;
    }

    private static final class Allowance {
        private long granted;
        private long reserved;
        private long spent;
    }

    /// Billing's answer about an account.
    ///
    /// @param granted what is left of the account's outage credit by billing's books; 0 for none
    /// @param allAcknowledged billing has every record of this edge, so that its figure includes what was spent
    /// here
    synchronized void told(String accountId, long granted, boolean allAcknowledged) {
        Allowance allowance = allowances.get(accountId);
        if (allowance == null) {
            if (granted <= 0 || allowances.size() >= accountsMax) {
                return;
            }
            allowance = new Allowance();
            allowances.put(accountId, allowance);
        }
        allowance.granted = granted;
        if (allAcknowledged && allowance.reserved == 0) {
            allowance.spent = 0;
            if (granted <= 0) {
                allowances.remove(accountId);
            }
        }
    }

    /// Reserves up to `bound`, at least `least`.
    ///
    /// @return what is reserved; 0 when it would be too little
    synchronized long reserve(String accountId, long bound, long least) {
        Allowance allowance = allowances.get(accountId);
        if (allowance == null) {
            return 0;
        }
        long left = Math.max(0, allowance.granted - allowance.spent - allowance.reserved);
        long amount = Math.min(bound, left);
        if (amount < least) {
            return 0;
        }
        allowance.reserved += amount;
        return amount;
    }

    /// Resolves a reservation by what was charged of it.
    synchronized void settle(String accountId, long hold, long charge) {
        Allowance allowance = allowances.get(accountId);
        if (allowance != null) {
            allowance.reserved -= hold;
            allowance.spent += Math.min(hold, charge);
        }
    }
}
