package dev.tollgate.routing.change;

import dev.tollgate.contract.change.ChangeKind;
import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import io.quarkus.panache.common.Sort;
import io.smallrye.mutiny.Uni;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.List;

/// One line of the feed.
@Entity
@Table(name = "change")
class Change extends PanacheEntityBase {
    @Id
    long revision;

    @Enumerated(EnumType.STRING)
    ChangeKind kind = ChangeKind.CATALOGUE;

    String subject = "";

    static Uni<List<Change>> since(long revision, int most) {
        return Change.<Change>find("revision > ?1", Sort.by("revision"), revision)
                .page(0, most)
                .list();
    }
}
