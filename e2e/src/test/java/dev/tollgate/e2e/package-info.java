/// The whole running suite, driven from outside: real SDKs, raw requests, faults.
@org.jspecify.annotations.NullMarked
package dev.tollgate.e2e;
