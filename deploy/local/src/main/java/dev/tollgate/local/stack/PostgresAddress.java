package dev.tollgate.local.stack;

import java.net.URI;

/// Where Postgres is, in the forms the services want.
///
/// @param hostAndPort `127.0.0.1:8087`
record PostgresAddress(String hostAndPort, String database, String user, String password) {

    /// Reads `postgresql://user:password@host:port/database`.
    static PostgresAddress parse(String url) {
        URI uri;
        try {
            uri = URI.create(url);
        } catch (IllegalArgumentException e) {
            throw new StackException("--postgres must be postgresql://user:password@host:port/database", e);
        }
        String userInfo = uri.getUserInfo();
        String path = uri.getPath();
        if (uri.getHost() == null || userInfo == null || path == null || path.length() < 2) {
            throw new StackException("--postgres must be postgresql://user:password@host:port/database");
        }
        int colon = userInfo.indexOf(':');
        String user = colon < 0 ? userInfo : userInfo.substring(0, colon);
        String password = colon < 0 ? "" : userInfo.substring(colon + 1);
        int port = uri.getPort() < 0 ? 5432 : uri.getPort();
        return new PostgresAddress(uri.getHost() + ":" + port, path.substring(1), user, password);
    }

    String reactiveUrl() {
        return "postgresql://" + hostAndPort + "/" + database;
    }

    String jdbcUrl() {
        return "jdbc:postgresql://" + hostAndPort + "/" + database;
    }

    @Override
    public String toString() {
        return reactiveUrl();
    }
}
