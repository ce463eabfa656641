package dev.tollgate.console.customers;

import dev.tollgate.console.web.Form;
import dev.tollgate.contract.auth.v1.AccountCommand;
import dev.tollgate.contract.auth.v1.AccountView;
import dev.tollgate.contract.ratelimit.v1.RateLimits;
import java.util.List;

/// What is typed about an account, and the command that it makes.
final class CustomerForm {
    static final List<String> FIELDS = List.of("name", "group", "rpm", "tpm", "rpd", "concurrency");

    private CustomerForm() {}

    static void store(Form form, AccountView account) {
        form.store("name", account.name())
                .store("group", account.group())
                .store("rpm", account.limits().rpm())
                .store("tpm", account.limits().tpm())
                .store("rpd", account.limits().rpd())
                .store("concurrency", account.limits().concurrency());
    }

    static AccountCommand command(Form form) {
        return new AccountCommand(
                form.required("name"),
                form.required("group"),
                null,
                new RateLimits(form.count("rpm"), form.count("tpm"), form.count("rpd"), form.count("concurrency")));
    }
}
