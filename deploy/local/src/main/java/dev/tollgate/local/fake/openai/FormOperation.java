package dev.tollgate.local.fake.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.local.fake.Exchange;
import dev.tollgate.local.fake.Script;
import java.util.List;
import java.util.Optional;

/// What one endpoint with a form of files is; [FormEndpoint] does the rest of it.
public interface FormOperation {

    /// Below `/v1`, such as `/audio/transcriptions`.
    String path();

    /// @return empty when this endpoint serves no model of that name
    Optional<Script> script(String model);

    /// Judges fields and files; the model's name is looked up behind it.
    ///
    /// @param form each field's text; an array where a name ends with `[]` or came twice
    Optional<Rejection> check(ObjectNode form, List<UploadedFile> files);

    void perform(Call call);

    /// A request that has passed every check.
    record Call(Exchange exchange, ObjectNode form, List<UploadedFile> files, Script script) {
        public Call {
            files = List.copyOf(files);
        }
    }
}
