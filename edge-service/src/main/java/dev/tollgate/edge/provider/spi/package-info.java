/// What a provider's dialect must tell: how to write a request, and how to read what comes back. Knows nothing of
/// the rest of the edge.
@org.jspecify.annotations.NullMarked
package dev.tollgate.edge.provider.spi;
