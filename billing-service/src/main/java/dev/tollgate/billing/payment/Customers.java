package dev.tollgate.billing.payment;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.Optional;

/// Under which name the provider knows an account.
@Singleton
class Customers {
    private static final String FIND = "SELECT provider_ref FROM payment_customer WHERE account_id = $1";
    private static final String KEEP = """
            INSERT INTO payment_customer (account_id, provider_ref) VALUES ($1, $2) ON CONFLICT (account_id) DO NOTHING""";

    private final Pool pool;
    private final PaymentProvider provider;

    Customers(Pool pool, PaymentProvider provider) {
        this.pool = pool;
        this.provider = provider;
    }

    Uni<Optional<String>> find(String accountId) {
        return pool.preparedQuery(FIND).execute(Tuple.of(accountId)).map(rows -> {
            for (Row row : rows) {
                return Optional.of(row.getString(0));
            }
            return Optional.empty();
        });
    }

    /// Makes it known, if it is not.
    Uni<String> of(String accountId) {
        return find(accountId)
                .flatMap(known -> known.map(name -> Uni.createFrom().item(name))
                        .orElseGet(() -> provider.createCustomer(accountId)
                                .call(name -> pool.preparedQuery(KEEP).execute(Tuple.of(accountId, name)))));
    }
}
