package dev.tollgate.local.fake;

import io.vertx.ext.web.Router;

/// A provider's stand-in, served by the demo provider's process. It is as strict as the real one, answers by the
/// request alone, and is added to the list in `dev.tollgate.local.demo.DemoFakes`.
///
/// A handler opens an [Exchange] first ([Stage#open]), judges the request in its provider's own words, looks up the
/// [Script] that the model's name is, and hands a [Reply] to [Exchange#play], which paces it, logs it and breaks it as
/// the script says. All runs on one event loop: no locks, nothing that blocks.
public interface Fake {

    /// Where it is mounted, such as `/anthropic`.
    String path();

    /// @param router its own, below [#path]: a route is `/v1/messages`, not `/anthropic/v1/messages`
    void mount(Router router, Stage stage);
}
