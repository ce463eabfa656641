/// Workloads of a cluster that call by their ServiceAccount's token: whose it is, and which account it draws
/// on.
///
/// A token is *proved* by the keys its *issuer* publishes, offline: they are read beforehand, and the last good
/// ones are kept. The *workloads file* names issuers, and which namespace and ServiceAccount draws on which
/// account (docs/adr/0056).
@org.jspecify.annotations.NullMarked
package dev.tollgate.auth.workload;
