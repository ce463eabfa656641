/// What tests of the services share: a real Postgres and a real Redis as Quarkus test resources.
@NullMarked
package dev.tollgate.local.testing;

import org.jspecify.annotations.NullMarked;
