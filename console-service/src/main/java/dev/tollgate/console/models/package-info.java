/// What can be called here and what it costs, for everybody: the list of models, and what credit costs in money.
@org.jspecify.annotations.NullMarked
package dev.tollgate.console.models;
