package dev.tollgate.console.access;

import dev.tollgate.contract.auth.v1.Permission;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.error.ServiceException;

/// How callers are refused. The permission is named in `param`, too, for programs.
public final class Refusals {
    private Refusals() {}

    /// 403: the caller's token does not have the scope.
    static ServiceException scope(Permission permission) {
        return forbidden(permission, "This token lacks the scope `" + permission.scope() + "`.");
    }

    /// 403: the caller's roles do not hold the permission.
    public static ServiceException permission(Permission permission) {
        return forbidden(permission, "This needs the permission `" + permission.scope() + "`.");
    }

    /// 403, with the reason why the permission is needed.
    public static ServiceException permission(Permission permission, String why) {
        return forbidden(permission, why + " needs the permission `" + permission.scope() + "`.");
    }

    /// 404: the same for what is not there and for what is another account's.
    public static ServiceException hidden() {
        return new ServiceException(ErrorCode.NOT_FOUND, "There is no such object among those that you may see.");
    }

    /// 403: nobody has thought about who may call this.
    static ServiceException noRule() {
        return new ServiceException(
                ErrorCode.MISSING_SCOPE, "This endpoint is closed: it has no rule of who may call it.");
    }

    /// 403: nobody gives what he does not have.
    public static ServiceException escalation(String what) {
        return new ServiceException(
                ErrorCode.MISSING_SCOPE,
                what + " would give more than you have, or than this token's scopes leave you.");
    }

    private static ServiceException forbidden(Permission permission, String message) {
        return new ServiceException(new ServiceError(ErrorCode.MISSING_SCOPE, message, permission.scope()));
    }
}
