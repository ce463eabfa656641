/// The custom resources of `tollgate.dev/v1alpha1`: what people write, and what is told back. The definitions
/// under `deploy/kubernetes/components/operator` are generated from these classes. Names of fields are the
/// catalogue file's, in camel case.
@NullMarked
package dev.tollgate.operator.resource;

import org.jspecify.annotations.NullMarked;
