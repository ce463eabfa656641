/// Mails to users, in their language, and the links in them that prove a mailbox once. Written in the
/// transaction of what they tell of, sent after it, at least once; no mail has text in it that a stranger has
/// chosen.
@org.jspecify.annotations.NullMarked
package dev.tollgate.auth.mail;
