/// Which page of a list a caller asks for.
@org.jspecify.annotations.NullMarked
package dev.tollgate.console.page;
