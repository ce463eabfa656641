package dev.tollgate.console.signup;

import dev.tollgate.console.web.Form;
import dev.tollgate.console.web.Screen;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/// A password that somebody chooses: its length is told here, in his language; the rest is auth's to judge.
@ApplicationScoped
public class NewPassword {
    private static final int MIN = 12;
    private static final int MAX = 200;

    private final Screen screen;

    @Inject
    NewPassword(Screen screen) {
        this.screen = screen;
    }

    /// Reads it, and marks one that auth would not take for its length.
    public String of(Form form, String field) {
        String password = form.required(field);
        int length = password.codePointCount(0, password.length());
        if (length < MIN || length > MAX) {
            form.mark(field, screen.words(SignupWords.class).passwordLength());
        }
        return password;
    }
}
