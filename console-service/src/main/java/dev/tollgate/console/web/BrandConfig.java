package dev.tollgate.console.web;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/// Whose Console this is.
@ConfigMapping(prefix = "tollgate.console.brand")
public interface BrandConfig {
    /// The name in the head of each page.
    @WithDefault("Tollgate")
    String name();

    /// The address of a logo, at most 28 pixels high, in place of the built-in one.
    Optional<String> logo();

    /// Where customers write to.
    Optional<String> supportEmail();

    /// A link to a chat with support.
    Optional<String> chat();

    /// Documentation in place of the Console's own.
    Optional<String> documentation();

    /// The base URL under which customers call the gateway, as samples of code show it.
    @WithDefault("http://127.0.0.1:8080/v1")
    String apiUrl();

    /// The model that samples of code name.
    @WithDefault("gpt-4o-mini")
    String sampleModel();
}
