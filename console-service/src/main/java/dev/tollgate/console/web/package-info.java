/// The frame of all pages: what stands around each (navigation, language, theme, the account looked at), the forms and
/// lists that they are made of, and the headers that they are sent with.
@org.jspecify.annotations.NullMarked
package dev.tollgate.console.web;
