package dev.tollgate.console.access;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// An endpoint where nobody is asked who he is.
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface OpenToAll {
    /// Why it may be.
    String value();

    /// How the audit log names whoever calls: `webhook`.
    String actor() default "anybody";
}
