/// The pages about an account's money: balance, top-ups, history, refunds, statements, alerts and settings.
@org.jspecify.annotations.NullMarked
package dev.tollgate.console.billing;
