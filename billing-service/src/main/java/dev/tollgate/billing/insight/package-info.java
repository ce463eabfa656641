/// What usage comes to, for people: summaries, the biggest, an account's dashboard and the operator's overview. Read
/// from
/// roll-ups; records are read only for the part of an hour that a time zone cuts off (ADR 0038). Words: *figures* are
/// what requests come to, a *cover* says which roll-ups have a range's figures.
@org.jspecify.annotations.NullMarked
package dev.tollgate.billing.insight;
