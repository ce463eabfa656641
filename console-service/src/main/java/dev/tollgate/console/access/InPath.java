package dev.tollgate.console.access;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/// The account whose id the path tells, as `id` if not by another name.
@ApplicationScoped
public class InPath implements AccountOf {
    @Override
    public Uni<@Nullable String> find(Asked asked, String from) {
        return Uni.createFrom().item(asked.path(from.isEmpty() ? "id" : from));
    }
}
