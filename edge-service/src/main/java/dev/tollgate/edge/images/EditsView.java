package dev.tollgate.edge.images;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.edge.json.Invalid;
import dev.tollgate.edge.json.Members;
import dev.tollgate.edge.json.WebAddress;
import dev.tollgate.edge.provider.spi.Operation;
import dev.tollgate.edge.upload.FileFields;
import dev.tollgate.edge.upload.Form;
import dev.tollgate.edge.upload.Upload;
import java.util.List;
import java.util.Set;

/// Judges a request to change pictures: they come as files of a form, or as addresses in JSON.
final class EditsView {
    static final FileFields FILES = new FileFields(Set.of("mask"), Set.of("image", "image[]"));

    private static final int INPUTS_MAX = 16;

    private EditsView() {}

    /// One picture, or several: with brackets, as the SDKs name them then, or without.
    static ImageFormRequest of(Form form) {
        WantedView view = new WantedView(Fields.of(form));
        String model = view.model();
        List<Upload> images = form.files("image", "image[]");
        if (images.isEmpty()) {
            throw Invalid.missing("image");
        }
        requireFew("image", images.size());
        int masks = form.files("mask").size();
        return new ImageFormRequest(
                Operation.IMAGE_EDITS, model, view.prompted(images.size() + masks), view.form(), form);
    }

    static ImagesRequest of(Members members) {
        WantedView view = new WantedView(Fields.of(members.fields()));
        String model = view.model();
        JsonNode images = members.fields().get("images");
        if (images == null) {
            throw Invalid.missing("images");
        }
        if (!images.isArray()) {
            throw Invalid.type("images", "an array of objects");
        }
        if (images.isEmpty()) {
            throw Invalid.value("images", "Invalid value for 'images': must not be empty.");
        }
        requireFew("images", images.size());
        for (int i = 0; i < images.size(); i++) {
            checkPicture(images.get(i), "images[" + i + "]");
        }
        JsonNode mask = members.fields().get("mask");
        if (mask != null) {
            checkPicture(mask, "mask");
        }
        int inputs = images.size() + (mask == null ? 0 : 1);
        return new ImagesRequest(Operation.IMAGE_EDITS, model, view.prompted(inputs), view.form(), members);
    }

    private static void requireFew(String param, int count) {
        if (count > INPUTS_MAX) {
            throw Invalid.value(param, "Invalid value for '" + param + "': at most " + INPUTS_MAX + " pictures.");
        }
    }

    /// A file of the caller's would be one of ours, which the provider knows nothing about.
    private static void checkPicture(JsonNode picture, String path) {
        if (!picture.isObject()) {
            throw Invalid.type(path, "an object");
        }
        if (picture.hasNonNull("file_id")) {
            throw Invalid.value(
                    path + ".file_id", "Files cannot be named here: send the picture, or its address as 'image_url'.");
        }
        WebAddress.requirePicture(picture, "image_url", path);
    }
}
