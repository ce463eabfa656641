/// An SMTP server that delivers nothing: mails of a local start become files.
@org.jspecify.annotations.NullMarked
package dev.tollgate.local.mail;
