/// Mails about an account's money: written in the transaction of what they tell of, sent after it, at least once.
@org.jspecify.annotations.NullMarked
package dev.tollgate.billing.mail;
