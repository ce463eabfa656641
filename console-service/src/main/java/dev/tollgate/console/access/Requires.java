package dev.tollgate.console.access;

import dev.tollgate.contract.auth.v1.Permission;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// What a caller of this endpoint needs, and on which account. [AccessFilter] enforces it.
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Requires {
    /// The permission that the caller's roles hold, and his token's scopes do not take away.
    Permission value();

    /// How the account is found on which it is needed; without it, a platform role must hold the permission.
    Class<? extends AccountOf> account() default NoAccount.class;

    /// The name of the parameter or field that tells it, where it is not the usual one.
    String from() default "";

    /// Whether the endpoint gives nothing but the caller's own: then roles do not matter, only scopes do.
    boolean own() default false;

    /// Of what is no account's.
    interface NoAccount extends AccountOf {}
}
