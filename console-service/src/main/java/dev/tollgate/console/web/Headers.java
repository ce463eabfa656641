package dev.tollgate.console.web;

import dev.tollgate.console.access.PageCall;
import dev.tollgate.console.login.SessionCookie;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/// What each page is sent with: browsers run no script and take no style but ours, show it in nobody's frame, send
/// its forms to nobody else, keep no copy, and tell us of what they refused.
@ApplicationScoped
public class Headers {
    private final Map<String, String> all = new LinkedHashMap<>();
    private final PageCall call;

    @Inject
    Headers(BrandConfig brand, SessionCookie cookies, PageCall call) {
        this.call = call;
        String images = brand.logo().map(Headers::origin).orElse("");
        all.put(
                "Content-Security-Policy",
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:" + images
                        + "; connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; "
                        + "frame-ancestors 'none'; report-to csp; report-uri " + ReportResource.PATH);
        all.put("Reporting-Endpoints", "csp=\"" + ReportResource.PATH + "\"");
        all.put("X-Content-Type-Options", "nosniff");
        all.put("X-Frame-Options", "DENY");
        all.put("Referrer-Policy", "same-origin");
        all.put("Cross-Origin-Opener-Policy", "same-origin");
        all.put("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()");
        all.put("Cache-Control", "no-store");
        if (cookies.isSecure()) {
            all.put("Strict-Transport-Security", "max-age=31536000");
        }
    }

    Map<String, String> all() {
        return all;
    }

    /// A page that needs more of the policy sets the header itself.
    @ServerResponseFilter
    public void add(ContainerResponseContext response) {
        boolean isHtml =
                response.getMediaType() != null && response.getMediaType().isCompatible(MediaType.TEXT_HTML_TYPE);
        if (call.isPage() || isHtml) {
            MultivaluedMap<String, Object> sent = response.getHeaders();
            all.forEach((name, value) -> {
                if (!sent.containsKey(name)) {
                    sent.putSingle(name, value);
                }
            });
        }
    }

    private static String origin(String logo) {
        if (!logo.contains("://")) {
            return "";
        }
        URI address = URI.create(logo);
        return " " + address.getScheme() + "://" + address.getAuthority();
    }
}
