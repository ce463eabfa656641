package dev.tollgate.local.fake.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.local.fake.Exchange;
import dev.tollgate.local.fake.Script;
import dev.tollgate.local.fake.Stage;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Takes a request with a form: checks key, content type, fields and files as OpenAI does, in that order, looks the
/// model up, and lets the [FormOperation] answer. The log keeps each file's name, length and SHA-256, never its bytes.
final class FormEndpoint {

    private static final String FORM = "multipart/form-data";

    private final Stage stage;
    private final FormOperation operation;

    FormEndpoint(Stage stage, FormOperation operation) {
        this.stage = stage;
        this.operation = operation;
    }

    /// Whether this says of itself that it is a form.
    static boolean isForm(HttpServerRequest request) {
        return bare(request.getHeader("content-type")).equals(FORM);
    }

    void handle(HttpServerRequest request) {
        Exchange exchange = stage.open(request);
        Optional<Rejection> early = BearerKey.check(exchange).or(() -> contentType(request));
        if (early.isPresent()) {
            early.get().answer(exchange);
            return;
        }
        List<UploadedFile> files = new ArrayList<>();
        request.setExpectMultipart(true);
        request.uploadHandler(upload -> files.add(new UploadedFile(upload)));
        request.exceptionHandler(broken -> malformed().answer(exchange));
        request.endHandler(end -> {
            if (!exchange.isEnded()) {
                read(exchange, request.formAttributes(), files);
            }
        });
    }

    private void read(Exchange exchange, MultiMap fields, List<UploadedFile> files) {
        ObjectNode form = form(fields);
        long bytes = files.stream().mapToLong(UploadedFile::bytes).sum();
        ArrayNode described = JsonNodeFactory.instance.arrayNode();
        files.forEach(file -> described.add(file.toJson()));
        exchange.entry()
                .asked(form.path("model").asText(), form, form.toString().length());
        exchange.entry().note("files", described);
        exchange.entry().note("upload_bytes", JsonNodeFactory.instance.numberNode(bytes));
        operation
                .check(form, files)
                .ifPresentOrElse(
                        rejection -> rejection.answer(exchange),
                        () -> perform(exchange, form, files, described.toString()));
    }

    private void perform(Exchange exchange, ObjectNode form, List<UploadedFile> files, String prompt) {
        String model = form.path("model").asText();
        Optional<Script> named = operation.script(model);
        if (named.isEmpty() && !stage.anyModel()) {
            Rejection.noSuchModel(model).answer(exchange);
            return;
        }
        Script script = named.orElse(Script.plain());
        Scripted.rejection(exchange, script, prompt)
                .ifPresentOrElse(
                        rejection -> rejection.answer(exchange),
                        () -> operation.perform(new FormOperation.Call(exchange, form, files, script)));
    }

    private static ObjectNode form(MultiMap fields) {
        ObjectNode form = JsonNodeFactory.instance.objectNode();
        for (String name : fields.names()) {
            List<String> values = fields.getAll(name);
            if (values.size() > 1 || name.endsWith("[]")) {
                ArrayNode array = form.putArray(name);
                values.forEach(array::add);
            } else {
                form.put(name, values.getFirst());
            }
        }
        return form;
    }

    private static Optional<Rejection> contentType(HttpServerRequest request) {
        @Nullable String type = request.getHeader("content-type");
        if (!isForm(request)) {
            return Optional.of(Rejection.unsupportedContentType(bare(type), type, FORM));
        }
        return type != null && type.toLowerCase(Locale.ROOT).contains("boundary=")
                ? Optional.empty()
                : Optional.of(malformed());
    }

    private static String bare(@Nullable String type) {
        return type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    private static Rejection malformed() {
        return Rejection.invalid("Could not parse multipart form", null, null);
    }
}
