package dev.tollgate.edge.dispatch;

/// Whether a deployment is to be tried now.
enum Turn {
    FREE,
    /// The one attempt that finds out whether it is well again.
    PROBE,
    /// Closed since the plan was made, or being probed: the next one is tried.
    NOT_NOW
}
