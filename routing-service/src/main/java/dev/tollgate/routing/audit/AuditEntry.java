package dev.tollgate.routing.audit;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One entry of the audit log, as a change's own transaction writes it.
@Entity
@Table(name = "audit_entry")
class AuditEntry extends PanacheEntityBase {
    @Id
    UUID id = new UUID(0, 0);

    Instant at = Instant.EPOCH;

    @Nullable
    String actor;

    String action = "";

    String subject = "";

    @Column(name = "request_id")
    @Nullable
    String requestId;

    String detail = "";

    @Nullable
    String before;

    @Nullable
    String after;
}
