/// When edges were last heard of, for whoever looks at them; nothing is decided by it.
@org.jspecify.annotations.NullMarked
package dev.tollgate.billing.sighting;
