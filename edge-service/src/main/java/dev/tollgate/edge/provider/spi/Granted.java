package dev.tollgate.edge.provider.spi;

/// What came of asking for the credential that is sent in place of the configured one.
public sealed interface Granted {
    /// @param secret in place of the configured one, in [Upstream#secret]
    record Secret(String secret) implements Granted {
        @Override
        public String toString() {
            return "Secret[hidden]";
        }
    }

    /// There is none to be had: the attempt has failed, though the provider was not asked.
    record Denied(Failure failure) implements Granted {}
}
