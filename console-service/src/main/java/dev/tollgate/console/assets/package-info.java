/// The few files that pages need: style, scripts and icons, under a path that changes when one of them does.
@org.jspecify.annotations.NullMarked
package dev.tollgate.console.assets;
