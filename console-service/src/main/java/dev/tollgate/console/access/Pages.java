package dev.tollgate.console.access;

import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/// Tells pages, for people with a browser, from the management API: a page's class produces HTML. Its methods may
/// give something else, such as a file or events: they are judged as the page is.
public final class Pages {
    private Pages() {}

    public static boolean isPage(Class<?> resource) {
        Produces produces = resource.getAnnotation(Produces.class);
        return produces != null && List.of(produces.value()).contains(MediaType.TEXT_HTML);
    }
}
