/// Calls to deployments that no caller waits for: copies of requests for a candidate (*shadow*), and questions after
/// a deployment's health (*probe*).
///
/// Invariants: they delay no request and are dropped first; no customer is charged for them, and what providers
/// charge us for them is booked.
@NullMarked
package dev.tollgate.edge.aside;

import org.jspecify.annotations.NullMarked;
