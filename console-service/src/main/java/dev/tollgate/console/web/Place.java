package dev.tollgate.console.web;

import dev.tollgate.contract.auth.v1.Permission;
import org.jspecify.annotations.Nullable;

/// Where one can go: the entries of the navigation, in its order. A page that is new adds its line here; the names of
/// those to come are in `web/placeName.html` already.
public enum Place {
    DASHBOARD("/", "home", Area.ACCOUNT, Permission.USAGE_READ),
    KEYS("/keys", "key", Area.ACCOUNT, Permission.KEYS_READ),
    USAGE("/usage", "usage", Area.ACCOUNT, Permission.USAGE_READ),
    PLAYGROUND("/playground", "play", Area.ACCOUNT, Permission.KEYS_WRITE),
    BILLING("/billing", "money", Area.ACCOUNT, Permission.BILLING_READ),
    TEAM("/team", "team", Area.ACCOUNT, Permission.MEMBERS_READ),
    MODELS("/models", "model", Area.PUBLIC, null),
    PRICING("/pricing", "price", Area.PUBLIC, null),
    DOCS("/docs", "docs", Area.PUBLIC, null),
    OVERVIEW("/admin", "overview", Area.PLATFORM, Permission.BILLING_READ),
    CATALOGUE("/admin/catalogue", "catalogue", Area.PLATFORM, Permission.CATALOGUE_READ),
    PRICES("/admin/prices", "price", Area.PLATFORM, Permission.CATALOGUE_READ),
    CUSTOMERS("/admin/customers", "customers", Area.PLATFORM, Permission.ACCOUNTS_READ),
    USERS("/admin/users", "user", Area.PLATFORM, Permission.USERS_READ),
    REFUNDS("/admin/refunds", "money", Area.PLATFORM, Permission.BILLING_READ),
    AUDIT("/audit", "audit", Area.PLATFORM, Permission.AUDIT_READ);

    /// The navigation's parts.
    public enum Area {
        /// Of the account looked at.
        ACCOUNT,
        /// For everybody, signed in or not.
        PUBLIC,
        /// The operator's half.
        PLATFORM
    }

    private final String path;
    private final String icon;
    private final Area area;
    private final @Nullable Permission permission;

    Place(String path, String icon, Area area, @Nullable Permission permission) {
        this.path = path;
        this.icon = icon;
        this.area = area;
        this.permission = permission;
    }

    public String path() {
        return path;
    }

    /// A symbol of `icons.svg`.
    public String icon() {
        return icon;
    }

    Area area() {
        return area;
    }

    /// What one needs to see it: on the account looked at, or everywhere in the operator's half. Null: nothing.
    @Nullable
    Permission permission() {
        return permission;
    }

    /// Whether a path is this place or below it.
    boolean isAt(String asked) {
        return asked.equals(path) || (asked.startsWith(path + "/") && !isRoot());
    }

    /// Whether other places are below its path.
    private boolean isRoot() {
        return this == DASHBOARD || this == OVERVIEW;
    }
}
