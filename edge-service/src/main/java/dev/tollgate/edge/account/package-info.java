/// What key holders may ask about their account: credit, and the receipt of one request.
@org.jspecify.annotations.NullMarked
package dev.tollgate.edge.account;
