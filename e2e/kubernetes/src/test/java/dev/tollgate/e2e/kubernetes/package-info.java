/// The suite on a real Kubernetes, driven from outside by kubectl, as its administrator does, and by clients' requests.
@org.jspecify.annotations.NullMarked
package dev.tollgate.e2e.kubernetes;
