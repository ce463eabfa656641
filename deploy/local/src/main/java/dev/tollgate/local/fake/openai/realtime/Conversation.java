package dev.tollgate.local.fake.openai.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.local.fake.openai.Rejection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The items of a session in order; the oldest are dropped when there are too many.
final class Conversation {

    private static final int ITEMS_MAX = 500;

    private final String id;
    private final Outbox outbox;
    private final List<Item> items = new ArrayList<>();
    private long made;

    Conversation(String id, Outbox outbox) {
        this.id = "conv_" + id;
        this.outbox = outbox;
    }

    String id() {
        return id;
    }

    List<Item> items() {
        return List.copyOf(items);
    }

    String newId() {
        made++;
        return "item_demo" + made;
    }

    @Nullable
    String lastId() {
        return items.isEmpty() ? null : items.getLast().id();
    }

    /// What the user said last; empty when nothing or without words.
    String lastUserText() {
        return items.stream()
                .filter(Item::isUsers)
                .reduce((a, b) -> b)
                .map(Item::text)
                .orElse("");
    }

    Optional<Rejection> create(JsonNode event) {
        JsonNode given = event.get("item");
        Optional<Rejection> refused = Item.check(given);
        if (refused.isPresent()) {
            return refused;
        }
        String itemId = given.path("id").asText(newId());
        if (find(itemId) >= 0) {
            return Optional.of(Rejection.invalid(
                    "Error adding item: the item with id '" + itemId + "' already exists.",
                    "item.id",
                    "item_create_duplicate_item_id"));
        }
        String previous = event.path("previous_item_id").asText("");
        int at = previous.isEmpty() ? items.size() : previous.equals("root") ? 0 : find(previous) + 1;
        if (at == 0 && !previous.isEmpty() && !previous.equals("root")) {
            return Optional.of(noItem(previous, "previous_item_id", "item_create_invalid_previous_item_id"));
        }
        Item item = Item.of(given, itemId);
        add(at, item);
        tell("conversation.item.added", at, item);
        tell("conversation.item.done", at, item);
        return Optional.empty();
    }

    /// Adds at the end, without a word to the client.
    int append(Item item) {
        add(items.size(), item);
        return items.size() - 1;
    }

    void tell(String type, int at, Item item) {
        ObjectNode event = outbox.event(type);
        event.put("previous_item_id", at == 0 ? null : items.get(at - 1).id());
        event.set("item", item.json());
        outbox.send(event);
    }

    Optional<Rejection> delete(JsonNode event) {
        return with(event, "item_delete_invalid_item_id", at -> {
            Item gone = items.remove(at);
            outbox.send(outbox.event("conversation.item.deleted").put("item_id", gone.id()));
        });
    }

    Optional<Rejection> retrieve(JsonNode event) {
        return with(event, "item_retrieve_invalid_item_id", at -> {
            ObjectNode answer = outbox.event("conversation.item.retrieved");
            answer.set("item", items.get(at).json());
            outbox.send(answer);
        });
    }

    Optional<Rejection> truncate(JsonNode event) {
        return with(event, "item_truncate_invalid_item_id", at -> {
            Item old = items.get(at);
            long kept = Math.min(old.audioMillis(), event.get("audio_end_ms").asLong());
            items.set(at, new Item(old.json(), kept));
            outbox.send(outbox.event("conversation.item.truncated")
                    .put("item_id", old.id())
                    .put("content_index", event.get("content_index").asInt())
                    .put("audio_end_ms", event.get("audio_end_ms").asInt()));
        });
    }

    private Optional<Rejection> with(JsonNode event, String code, IntConsumer change) {
        String itemId = event.get("item_id").asText();
        int at = find(itemId);
        if (at < 0) {
            return Optional.of(noItem(itemId, "item_id", code));
        }
        change.accept(at);
        return Optional.empty();
    }

    private void add(int at, Item item) {
        items.add(at, item);
        if (items.size() > ITEMS_MAX) {
            items.removeFirst();
        }
    }

    private int find(String itemId) {
        return IntStream.range(0, items.size())
                .filter(i -> items.get(i).id().equals(itemId))
                .findFirst()
                .orElse(-1);
    }

    private static Rejection noItem(String itemId, String param, String code) {
        return Rejection.invalid("The item with id '" + itemId + "' does not exist.", param, code);
    }
}
