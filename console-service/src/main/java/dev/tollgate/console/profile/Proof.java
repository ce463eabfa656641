package dev.tollgate.console.profile;

import dev.tollgate.console.web.Form;
import dev.tollgate.console.web.Screen;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;

/// What a user proves himself by, when it was wrong: told in his language.
@ApplicationScoped
class Proof {
    private final Screen screen;
    private final Form form;

    @Inject
    Proof(Screen screen, Form form) {
        this.screen = screen;
        this.form = form;
    }

    /// @param password the field that the password was typed in
    void mark(ServiceException failure, String password, List<String> fields) {
        ProfileWords words = screen.words(ProfileWords.class);
        String param = failure.error().param();
        boolean isTyped = failure.error().code() == ErrorCode.INVALID_VALUE
                || failure.error().code() == ErrorCode.MISSING_REQUIRED_PARAMETER;
        if (isTyped && password.equals(param)) {
            form.mark(password, words.passwordWrong());
        } else if (isTyped && ("totp".equals(param) || "recovery_code".equals(param))) {
            form.mark("totp", words.codeWrong());
        } else {
            form.mark(failure, fields);
        }
    }
}
