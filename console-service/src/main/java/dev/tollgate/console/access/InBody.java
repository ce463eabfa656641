package dev.tollgate.console.access;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/// The account whose id the JSON body tells, as `account_id` if not by another name.
@ApplicationScoped
public class InBody implements AccountOf {
    @Override
    public Uni<@Nullable String> find(Asked asked, String from) {
        return asked.body(from.isEmpty() ? "account_id" : from);
    }
}
