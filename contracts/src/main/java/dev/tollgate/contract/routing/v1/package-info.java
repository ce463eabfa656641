/// The compiled catalogue: providers, models, deployments and groups, with sealed credentials.
@org.jspecify.annotations.NullMarked
package dev.tollgate.contract.routing.v1;
