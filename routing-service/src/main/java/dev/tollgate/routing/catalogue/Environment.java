package dev.tollgate.routing.catalogue;

import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.ConfigValue;
import org.jspecify.annotations.Nullable;

/// Environment variables by their name. Read through the configuration, so that a system property of the same name
/// stands in for one; the raw value, as a secret may hold `${`.
final class Environment {
    private Environment() {}

    static @Nullable String get(String name) {
        ConfigValue value = ConfigProvider.getConfig().getConfigValue(name);
        return value == null ? null : value.getRawValue();
    }
}
