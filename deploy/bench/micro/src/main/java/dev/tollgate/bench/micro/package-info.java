/// Runs the microbenchmarks and prints what they found. The benchmarks stand in the packages of what they measure, so
/// that nothing is made public for them; here is what they share.
@org.jspecify.annotations.NullMarked
package dev.tollgate.bench.micro;
