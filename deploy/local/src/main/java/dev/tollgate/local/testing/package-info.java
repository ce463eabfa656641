/// What tests share: a real Postgres and a real Redis as Quarkus test resources, and a Kubernetes API.
@NullMarked
package dev.tollgate.local.testing;

import org.jspecify.annotations.NullMarked;
