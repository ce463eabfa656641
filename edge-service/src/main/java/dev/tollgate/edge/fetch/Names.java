package dev.tollgate.edge.fetch;

import io.vertx.core.Future;
import java.net.InetAddress;
import java.util.List;

/// Looks host names up.
public interface Names {
    /// All addresses of a name or literal; fails when there is none.
    Future<List<InetAddress>> lookUp(String host);
}
