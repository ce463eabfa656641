package dev.tollgate.edge.models;

import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.edge.catalogue.ListedModel;
import dev.tollgate.edge.door.Door;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Models as Anthropic's SDKs read them: page by page, behind or before a model's id.
final class AnthropicListing {
    /// What is listed can be called: the catalogue knows no other stage of a model's life.
    private static final String LIFECYCLE = "active";

    private static final int LIMIT = 20;
    private static final int LIMIT_MAX = 1_000;

    /// @param hasMore in the direction of the paging
    private record Page(List<ListedModel> models, boolean hasMore) {}

    private AnthropicListing() {}

    /// Its SDKs say which version of the format they speak; nobody else does.
    static boolean isWanted(HttpServerRequest request) {
        return request.getHeader("anthropic-version") != null;
    }

    static void list(List<ListedModel> all, HttpServerRequest request, Door.Caller caller) {
        int limit = limit(request.getParam("limit"));
        if (limit < 0) {
            caller.refuse(new ServiceError(
                    ErrorCode.INVALID_VALUE, "'limit' must be between 1 and " + LIMIT_MAX + ".", "limit"));
            return;
        }
        String after = request.getParam("after_id");
        String before = request.getParam("before_id");
        Page page = page(all, limit, after, before);
        if (page == null) {
            String param = after == null ? "before_id" : "after_id";
            caller.refuse(new ServiceError(ErrorCode.INVALID_VALUE, "'" + param + "' is no model's id.", param));
        } else {
            caller.answer(200, json(page));
        }
    }

    static JsonObject describe(ListedModel model) {
        return new JsonObject()
                .put("type", "model")
                .put("id", model.id())
                .put("display_name", model.id())
                .put("created_at", Instant.ofEpochSecond(model.created()).toString())
                .put("lifecycle", LIFECYCLE)
                .put("max_input_tokens", model.contextWindow())
                .put("max_tokens", model.outputBound());
    }

    /// Null when nothing stands where it was to begin.
    private static @Nullable Page page(
            List<ListedModel> all, int limit, @Nullable String after, @Nullable String before) {
        if (after == null && before == null) {
            return of(all, 0, limit);
        }
        List<String> ids = all.stream().map(ListedModel::id).toList();
        int at = ids.indexOf(after == null ? before : after);
        if (at < 0) {
            return null;
        }
        if (after != null) {
            return of(all, at + 1, limit);
        }
        int from = Math.max(0, at - limit);
        return new Page(all.subList(from, at), from > 0);
    }

    private static Page of(List<ListedModel> all, int from, int limit) {
        int to = Math.min(all.size(), from + limit);
        return new Page(all.subList(from, to), to < all.size());
    }

    private static JsonObject json(Page page) {
        JsonArray data = new JsonArray();
        page.models().forEach(model -> data.add(describe(model)));
        boolean none = page.models().isEmpty();
        return new JsonObject()
                .put("data", data)
                .put("has_more", page.hasMore())
                .put("first_id", none ? null : page.models().getFirst().id())
                .put("last_id", none ? null : page.models().getLast().id());
    }

    /// Negative when it is none.
    private static int limit(@Nullable String given) {
        if (given == null) {
            return LIMIT;
        }
        try {
            int limit = Integer.parseInt(given);
            return limit >= 1 && limit <= LIMIT_MAX ? limit : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
