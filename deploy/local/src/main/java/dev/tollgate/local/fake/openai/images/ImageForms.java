package dev.tollgate.local.fake.openai.images;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.local.fake.Script;
import dev.tollgate.local.fake.openai.FormOperation;
import dev.tollgate.local.fake.openai.Rejection;
import dev.tollgate.local.fake.openai.UploadedFile;
import java.util.List;
import java.util.Optional;

/// `POST /v1/images/edits` and `POST /v1/images/variations` with a form: models `demo-image` (both) and
/// `demo-image-tokens` (edits).
public final class ImageForms implements FormOperation {

    /// What is made of a picture.
    public enum Task {
        EDIT("/images/edits"),
        VARY("/images/variations");

        private final String path;

        Task(String path) {
            this.path = path;
        }

        String path() {
            return path;
        }
    }

    private final Task task;

    public ImageForms(Task task) {
        this.task = task;
    }

    @Override
    public String path() {
        return task.path();
    }

    @Override
    public Optional<Script> script(String model) {
        return task == Task.EDIT ? Images.named(model) : Script.named("demo-image", model);
    }

    @Override
    public Optional<Rejection> check(ObjectNode form, List<UploadedFile> files) {
        return ImageFormCheck.check(task, form, files);
    }

    @Override
    public void perform(Call call) {
        ImageRequest request =
                new ImageRequest(ImageFormCheck.typed(call.form()), call.files().size());
        ImageAnswer answer = new ImageAnswer(call.exchange().request(), request, call.script(), "image_edit");
        call.exchange().play(call.script(), answer.reply());
    }
}
