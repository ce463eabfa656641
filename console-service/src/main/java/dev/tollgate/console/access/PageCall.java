package dev.tollgate.console.access;

import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;

/// The present call, as one of a page: what its form sent. Also whether it is one, which errors on their way out can no
/// longer be asked.
@RequestScoped
public class PageCall {
    private boolean isPage;
    private MultivaluedMap<String, String> fields = new MultivaluedHashMap<>();

    public MultivaluedMap<String, String> fields() {
        return fields;
    }

    /// Whether a page of ours was asked for.
    public boolean isPage() {
        return isPage;
    }

    void isOfPage() {
        isPage = true;
    }

    void sent(MultivaluedMap<String, String> read) {
        fields = read;
    }
}
