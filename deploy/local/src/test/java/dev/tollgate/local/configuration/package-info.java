/// The page of settings, made from the services' sources.
@org.jspecify.annotations.NullMarked
package dev.tollgate.local.configuration;
