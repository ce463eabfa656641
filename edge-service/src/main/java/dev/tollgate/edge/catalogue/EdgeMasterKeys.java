package dev.tollgate.edge.catalogue;

import dev.tollgate.contract.routing.v1.MasterKeys;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// The master keys that open providers' credentials, the same `tollgate.master-keys` that routing seals with, and
/// seal what the edge puts away.
@Singleton
public class EdgeMasterKeys {
    private final MasterKeys keys;

    EdgeMasterKeys(@ConfigProperty(name = "tollgate.master-keys") String text) {
        this.keys = MasterKeys.parse(text);
    }

    public MasterKeys keys() {
        return keys;
    }
}
