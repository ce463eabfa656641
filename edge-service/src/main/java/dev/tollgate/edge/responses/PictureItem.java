package dev.tollgate.edge.responses;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// A picture that the model has drawn.
///
/// @param address its data, as a chat tells it: `data:image/png;base64,…`
record PictureItem(String id, String address) implements OutputItem {
    @Override
    public ObjectNode json(String status) {
        ObjectNode json = ResponseEvents.object()
                .put("type", "image_generation_call")
                .put("id", id)
                .put("status", status);
        return status.equals(Output.IN_PROGRESS)
                ? json.putNull("result")
                : json.put("result", address.substring(address.indexOf(',') + 1));
    }

    @Override
    public void finish(ResponseEvents events) {
        // It came whole.
    }
}
