/// Alerts of spend limits and budgets: which thresholds were reached, and their delivery to webhooks and by mail,
/// out of an outbox that the database itself fills.
@org.jspecify.annotations.NullMarked
package dev.tollgate.billing.alert;
