package dev.tollgate.operator.account;

import dev.tollgate.operator.resource.Account;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which account each namespace draws on. Of two that name the same, the older one has it: who comes later
/// takes nobody's account away.
public final class Bindings {
    private static final Comparator<Account> OLDEST_FIRST = Comparator.comparing(
                    (Account one) -> one.getMetadata().getCreationTimestamp())
            .thenComparing(one -> one.getMetadata().getName());

    private final Map<String, Account> byNamespace = new HashMap<>();

    public Bindings(Collection<Account> accounts) {
        accounts.stream()
                .filter(one -> one.getMetadata().getDeletionTimestamp() == null)
                .sorted(OLDEST_FIRST)
                .forEach(one -> namespaces(one).forEach(namespace -> byNamespace.putIfAbsent(namespace, one)));
    }

    public Optional<Account> of(String namespace) {
        return Optional.ofNullable(byNamespace.get(namespace));
    }

    /// Those namespaces of an account that are its own.
    List<String> bound(Account account) {
        return namespaces(account).stream()
                .filter(one -> isHolder(account, one))
                .sorted()
                .toList();
    }

    /// Those that another account has: `team-a (older)`.
    List<String> taken(Account account) {
        return namespaces(account).stream()
                .filter(one -> !isHolder(account, one))
                .sorted()
                .map(one -> one + " ("
                        + of(one).map(holder -> holder.getMetadata().getName()).orElse("") + ")")
                .toList();
    }

    private boolean isHolder(Account account, String namespace) {
        return of(namespace)
                .filter(holder -> holder.getMetadata()
                        .getName()
                        .equals(account.getMetadata().getName()))
                .isPresent();
    }

    private static List<String> namespaces(Account account) {
        List<String> named = account.getSpec().namespaces();
        return named == null ? List.of() : named;
    }
}
