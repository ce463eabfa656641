/// What the services say to each other, and nothing else: records, paths, header names, error codes, and the few
/// calculations (cost, request id, sealed credential) on which two services must agree to the bit.
@org.jspecify.annotations.NullMarked
package dev.tollgate.contract;
