package dev.tollgate.edge.catalogue;

/// What an edge knows of deployments at the moment in which a plan is made.
public interface Standing {
    /// Whether it may be tried now.
    boolean allows(String deployment);

    /// How long its first token has taken of late, in milliseconds; 0 when nothing is known.
    double firstTokenMillis(String deployment);

    /// Attempts of this edge at it that have not ended.
    int underWay(String deployment);
}
