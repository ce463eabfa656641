/// Providers, models, routes and groups: objects that management declares beside the catalogue file
/// (docs/adr/0037).
@NullMarked
package dev.tollgate.operator.catalogue;

import org.jspecify.annotations.NullMarked;
