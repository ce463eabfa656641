package dev.tollgate.console.web;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A page's path with what is asked of it: `/keys?search=ci&after=key_1`.
public record Address(String text) {
    /// The same with one more parameter; without it when there is nothing to ask.
    public Address with(String name, @Nullable String value) {
        return value == null || value.isBlank()
                ? this
                : new Address(text + (text.contains("?") ? "&" : "?") + name + "="
                        + URLEncoder.encode(value, StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return text;
    }
}
