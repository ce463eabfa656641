package dev.tollgate.ratelimit.limit;

import dev.tollgate.contract.ratelimit.v1.PermitAnswer.Refusal;
import dev.tollgate.contract.ratelimit.v1.PermitAnswer.Window;
import dev.tollgate.contract.ratelimit.v1.Subject;
import dev.tollgate.ratelimit.store.Dimensions;
import java.util.ArrayList;
import java.util.List;

/// What `permit.lua` says of one slot.
sealed interface SlotAnswer {
    /// How many numbers tell of one window.
    int WINDOW_NUMBERS = 6;

    /// All windows had room.
    ///
    /// @param unsure whose daily count may have been forgotten
    record Admitted(List<Window> windows, List<Subject> unsure) implements SlotAnswer {}

    /// One had none; nothing was taken.
    ///
    /// @param unsure whose daily count may have been forgotten
    record Refused(Refusal refusal, List<Window> windows, List<Subject> unsure) implements SlotAnswer {}

    /// The request was admitted here before, and refused elsewhere.
    record GivenBack() implements SlotAnswer {}

    /// The numbers are laid out as the script's first comment says.
    static SlotAnswer of(SlotChecks checks, List<Long> numbers) {
        if (numbers.getFirst() == 2) {
            return new GivenBack();
        }
        List<Window> windows = new ArrayList<>();
        List<Subject> unsure = new ArrayList<>();
        for (int i = 5; i + WINDOW_NUMBERS <= numbers.size(); i += WINDOW_NUMBERS) {
            Subject subject = checks.checks().get(numbers.get(i).intValue()).subject();
            windows.add(new Window(
                    subject,
                    Dimensions.of(numbers.get(i + 1)),
                    numbers.get(i + 2),
                    numbers.get(i + 3),
                    numbers.get(i + 4)));
            if (numbers.get(i + 5) == 0) {
                unsure.add(subject);
            }
        }
        if (numbers.getFirst() == 1) {
            return new Admitted(windows, unsure);
        }
        Refusal refusal = new Refusal(
                checks.checks().get(numbers.get(1).intValue()).subject(),
                Dimensions.of(numbers.get(2)),
                numbers.get(3),
                numbers.get(4));
        return new Refused(refusal, windows, unsure);
    }
}
