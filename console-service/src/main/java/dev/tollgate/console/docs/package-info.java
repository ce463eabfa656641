/// How to call the gateway, for everybody: with this installation's addresses, name and support.
@org.jspecify.annotations.NullMarked
package dev.tollgate.console.docs;
