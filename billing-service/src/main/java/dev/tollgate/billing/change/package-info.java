/// The feed of billing's revisions (rules 12): price lists and recalls. A change takes the next revision in its own
/// transaction, so that commit order is number order; the Redis message after it is only a door bell.
@org.jspecify.annotations.NullMarked
package dev.tollgate.billing.change;
