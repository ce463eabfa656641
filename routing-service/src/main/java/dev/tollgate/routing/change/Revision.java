package dev.tollgate.routing.change;

import dev.tollgate.contract.change.ChangeKind;
import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import io.smallrye.mutiny.Uni;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Table;
import org.hibernate.reactive.mutiny.Mutiny;

/// The one counter row.
@Entity
@Table(name = "revision")
public class Revision extends PanacheEntityBase {
    private static final short ONLY = 1;

    @Id
    short id;

    long value;

    /// The newest revision.
    public static Uni<Long> newest() {
        return Revision.<Revision>findById(ONLY).map(row -> row.value);
    }

    /// Locks the counter until the transaction ends: whoever publishes goes one at a time.
    public static Uni<Revision> lock() {
        return findById(ONLY, LockModeType.PESSIMISTIC_WRITE);
    }

    /// Takes the next number and records what it is for. Called with the counter locked.
    public Uni<Long> take(Mutiny.Session session, ChangeKind kind, String subject) {
        value++;
        Change change = new Change();
        change.revision = value;
        change.kind = kind;
        change.subject = subject;
        return session.persist(change).replaceWith(value);
    }
}
