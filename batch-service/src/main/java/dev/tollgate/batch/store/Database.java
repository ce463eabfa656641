package dev.tollgate.batch.store;

import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;

/// Connections for a moment. Whoever asks may block: requests and runners have virtual threads of their own.
@Singleton
public class Database {
    private final AgroalDataSource source;

    Database(AgroalDataSource source) {
        this.source = source;
    }

    /// What is done with one connection.
    public interface Work<T> {
        T with(Statements sql) throws SQLException;
    }

    /// Each statement is a transaction of its own.
    ///
    /// @throws StoreUnavailable when Postgres does not do it
    public <T> T run(Work<T> work) {
        try (Connection connection = source.getConnection()) {
            return work.with(new Statements(connection));
        } catch (SQLException e) {
            throw new StoreUnavailable(e);
        }
    }

    /// What is done with one connection, and has no result.
    public interface Steps {
        void with(Statements sql) throws SQLException;
    }

    /// All or nothing, where there is nothing to tell of it.
    ///
    /// @throws StoreUnavailable when Postgres does not do it
    public void allOrNothing(Steps steps) {
        inTransaction(sql -> {
            steps.with(sql);
            return true;
        });
    }

    /// All or nothing.
    ///
    /// @throws StoreUnavailable when Postgres does not do it
    public <T> T inTransaction(Work<T> work) {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            try {
                T done = work.with(new Statements(connection));
                connection.commit();
                return done;
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw new StoreUnavailable(e);
        }
    }
}
