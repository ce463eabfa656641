package dev.tollgate.console.models;

import dev.tollgate.console.page.PageAsk;
import dev.tollgate.console.web.Address;
import dev.tollgate.console.web.Pager;
import dev.tollgate.contract.page.Page;
import java.util.List;

/// A page of models with their prices, and the ways to the same in other words.
///
/// @param providers all that one may look for
/// @param capabilities all that one may look for
/// @param here this list without its scale
record PricedList(
        List<Priced> models,
        List<String> providers,
        List<String> capabilities,
        PriceScale scale,
        Address here,
        Pager pager) {
    PricedList {
        models = List.copyOf(models);
        providers = List.copyOf(providers);
        capabilities = List.copyOf(capabilities);
    }

    static PricedList of(
            String path,
            Page<PublicModel> page,
            List<PublicModel> all,
            PriceScale scale,
            ModelSearch wanted,
            PageAsk ask) {
        Address here = new Address(path)
                .with("search", wanted.search())
                .with("provider", wanted.provider())
                .with("capability", wanted.capability());
        return new PricedList(
                page.data().stream().map(model -> Priced.of(model, scale)).toList(),
                all.stream()
                        .flatMap(model -> model.providers().stream())
                        .distinct()
                        .sorted()
                        .toList(),
                all.stream()
                        .flatMap(model -> model.capabilities().stream())
                        .distinct()
                        .sorted()
                        .toList(),
                scale,
                here,
                Pager.of(new Address(scale.on(here.text())), ask, page));
    }
}
