package dev.tollgate.operator.price;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.operator.management.Management;
import dev.tollgate.operator.management.Words;
import dev.tollgate.operator.resource.PriceList;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Decides what is to be done for a PriceList. Each generation is a draft of its own, found by its note, so
/// that none is published twice; what a generation no longer names is withdrawn.
final class PricePlan {
    private static final String PREFIX = "pricelist ";
    private static final String MODELS = "models";
    private static final String GROUPS = "groups";
    private static final String DEPLOYMENTS = "deployments";

    private final PriceList list;

    PricePlan(PriceList list) {
        this.list = list;
    }

    /// What all notes of its drafts have in them, and no others.
    static String mark(PriceList list) {
        return PREFIX + list.getMetadata().getUid();
    }

    String note() {
        return mark(list) + " " + list.getMetadata().getName() + " "
                + list.getMetadata().getGeneration();
    }

    /// Of the draft that takes all of it back.
    String lastNote() {
        return mark(list) + " " + list.getMetadata().getName() + " deleted";
    }

    /// @param drafts all of the resource's, newest first
    PriceStep next(List<Draft> drafts, Instant now) {
        return next(drafts, note(), now, requested(), () -> text(newest(drafts)));
    }

    /// Towards the end of the resource; empty when nothing of it is in force.
    Optional<PriceStep> last(List<Draft> drafts, Instant now) {
        boolean begun = drafts.stream().anyMatch(draft -> draft.note().equals(lastNote()));
        Draft newest = newest(drafts);
        if (newest == null && !begun) {
            return drafts.stream().findFirst().map(draft -> new PriceStep.Drop(draft.id()));
        }
        ObjectNode text = Management.JSON.createObjectNode();
        withdraw(text, newest);
        return Optional.of(next(drafts, lastNote(), now, null, () -> text));
    }

    private PriceStep next(
            List<Draft> drafts, String note, Instant now, @Nullable Long requested, Supplier<ObjectNode> text) {
        Optional<Draft> stale = drafts.stream()
                .filter(draft -> !draft.isPublished() && !draft.note().equals(note))
                .findFirst();
        if (stale.isPresent()) {
            return new PriceStep.Drop(stale.get().id());
        }
        Optional<Draft> own =
                drafts.stream().filter(draft -> draft.note().equals(note)).findFirst();
        if (own.isEmpty()) {
            return new PriceStep.Write(text.get(), note);
        }
        Draft draft = own.get();
        return draft.isPublished()
                ? new PriceStep.Rest(draft)
                : new PriceStep.Publish(draft.id(), notBefore(drafts, requested, now));
    }

    /// A published draft stays: one that waits for its time would undo what takes effect before it.
    private static @Nullable Long notBefore(List<Draft> drafts, @Nullable Long requested, Instant now) {
        Long waiting = drafts.stream()
                .map(Draft::effectiveFrom)
                .filter(Objects::nonNull)
                .max(Long::compare)
                .filter(at -> at > now.getEpochSecond())
                .orElse(null);
        if (waiting == null || requested == null) {
            return requested == null ? waiting : requested;
        }
        return Math.max(waiting, requested);
    }

    private @Nullable Long requested() {
        String from = list.getSpec().effectiveFrom();
        return from == null ? null : (Long) Instant.parse(from).getEpochSecond();
    }

    private static @Nullable Draft newest(List<Draft> drafts) {
        return drafts.stream().filter(Draft::isPublished).findFirst().orElse(null);
    }

    private ObjectNode text(@Nullable Draft before) {
        PriceList.Spec spec = list.getSpec();
        ObjectNode text = Management.JSON.createObjectNode();
        if (spec.models() != null) {
            ArrayNode models = text.putArray(MODELS);
            spec.models().forEach(one -> models.addObject()
                    .put("id", one.id())
                    .set("prices", Words.plain(Management.JSON.valueToTree(one.prices()))));
        }
        if (spec.groups() != null) {
            ArrayNode groups = text.putArray(GROUPS);
            spec.groups().forEach(one -> groups.addObject().put("id", one.id()).put("multiplier", one.multiplier()));
        }
        if (spec.deployments() != null) {
            ArrayNode deployments = text.putArray(DEPLOYMENTS);
            spec.deployments().forEach(one -> deployments
                    .addObject()
                    .put("id", one.id())
                    .set("cost", Words.plain(Management.JSON.valueToTree(one.cost()))));
        }
        withdraw(text, before);
        return text;
    }

    private static void withdraw(ObjectNode text, @Nullable Draft before) {
        if (before == null) {
            return;
        }
        ObjectNode withdraw = Management.JSON.createObjectNode();
        leftOut(withdraw, MODELS, before.models(), text);
        leftOut(withdraw, GROUPS, before.groups(), text);
        leftOut(withdraw, DEPLOYMENTS, before.deployments(), text);
        if (!withdraw.isEmpty()) {
            text.set("withdraw", withdraw);
        }
    }

    private static void leftOut(ObjectNode withdraw, String part, Collection<String> before, ObjectNode text) {
        List<String> named = text.path(part).findValuesAsText("id");
        List<String> left = before.stream().filter(id -> !named.contains(id)).toList();
        if (!left.isEmpty()) {
            left.forEach(withdraw.putArray(part)::add);
        }
    }
}
