package dev.tollgate.operator.resource;

/// The API group of all resources.
public final class Api {
    public static final String GROUP = "tollgate.dev";
    public static final String VERSION = "v1alpha1";
    /// `kubectl get tollgate` lists all kinds.
    static final String CATEGORY = "tollgate";

    private Api() {}
}
