package dev.tollgate.console.web;

import dev.tollgate.console.page.PageAsk;
import dev.tollgate.contract.page.Page;
import org.jspecify.annotations.Nullable;

/// The ways from one page of a list to those beside it.
///
/// @param newer the address of newer rows, or null at the newest
/// @param older the address of older rows, or null at the oldest
public record Pager(@Nullable String newer, @Nullable String older) {
    /// @param address the list's, with its filters
    public static Pager of(Address address, PageAsk ask, Page<?> page) {
        boolean isBack = ask.before() != null;
        boolean hasNewer = isBack ? page.hasMore() : ask.after() != null;
        boolean hasOlder = isBack || page.hasMore();
        Address sized = address.with("limit", ask.limitText());
        return new Pager(
                hasNewer ? sized.with("before", page.firstId()).text() : null,
                hasOlder ? sized.with("after", page.lastId()).text() : null);
    }

    /// For a list with the oldest first.
    public Pager reversed() {
        return new Pager(/* newer= */ older, /* older= */ newer);
    }

    public boolean isNeeded() {
        return newer != null || older != null;
    }
}
