/// What may be asked without a token is counted, per mailbox and per address of the network: in the database,
/// so that replicas count as one.
@org.jspecify.annotations.NullMarked
package dev.tollgate.auth.ask;
