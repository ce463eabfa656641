package dev.tollgate.edge.pipeline;

import dev.tollgate.contract.routing.v1.Catalogue.Model;
import dev.tollgate.edge.endpoint.ModelRequest;

/// Whether a model answers what is asked.
final class Served {
    private Served() {}

    static boolean is(ModelRequest asked, Model model) {
        return asked.body().operation().isServedBy(model.capabilities());
    }
}
