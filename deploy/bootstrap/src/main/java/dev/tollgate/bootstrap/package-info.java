/// Programs that run as Jobs in the cluster, beside the services: they speak to the Kubernetes API with the token
/// of their service account, and end. Each may be run again at any time, and two at once leave one truth.
@org.jspecify.annotations.NullMarked
package dev.tollgate.bootstrap;
