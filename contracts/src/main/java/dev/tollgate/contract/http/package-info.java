/// Header names and inner paths, each named once.
@org.jspecify.annotations.NullMarked
package dev.tollgate.contract.http;
