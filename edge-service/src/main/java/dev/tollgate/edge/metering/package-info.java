/// What a request costs: quantities per class, their charge, the hold that bounds it, and what is charged when a
/// request ends early (rules 13, 17, 19). Pure; all amounts in nano-credits. And how many tokens a text comes to, by
/// *vocabularies* that are read once.
@org.jspecify.annotations.NullMarked
package dev.tollgate.edge.metering;
