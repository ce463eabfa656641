package dev.tollgate.edge.door;

import java.util.List;

/// A feature's public paths. The beans of this type are all that is served.
public interface PublicRoutes {
    List<PublicRoute> publicRoutes();
}
