/// Price lists: drafts that are published, each generation of a list one.
@NullMarked
package dev.tollgate.operator.price;

import org.jspecify.annotations.NullMarked;
