package dev.tollgate.local.fake.azure;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.local.fake.Fake;
import dev.tollgate.local.fake.Stage;
import dev.tollgate.local.fake.openai.JsonEndpoint;
import dev.tollgate.local.fake.openai.OpenAiFake;
import dev.tollgate.local.fake.openai.realtime.Realtime;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A resource of Azure OpenAI at `/azure/openai`: its endpoints below `/v1`, and below `/deployments/{name}` where the
/// API's version is told. The key goes in `api-key`; behind it the demo's own endpoints answer, chats by [AzureChat].
public final class AzureFake implements Fake {
    private static final String NOW = "/openai/v1";
    private static final Pattern OF_DEPLOYMENT = Pattern.compile("/azure/openai/deployments/[^/]+(/.+)");
    private static final String CHAT = "/chat/completions";
    private static final Pattern VERSION = Pattern.compile("\\d{4}-\\d{2}-\\d{2}(-preview)?");
    private static final String DENIED =
            "Access denied due to invalid subscription key or wrong API endpoint. Make sure"
                    + " to provide a valid key for an active subscription and use a correct regional API endpoint for your"
                    + " resource.";

    @Override
    public String path() {
        return "/azure";
    }

    @Override
    public void mount(Router router, Stage stage) {
        // The key is judged here: what is behind asks for none.
        Stage behind = new Stage(stage.vertx(), stage.log(), null, stage.anyModel());
        JsonEndpoint chat = new JsonEndpoint(behind, new AzureChat());
        Router openAi = Router.router(stage.vertx());
        openAi.route("/rerank").handler(context -> refuse(context, stage, 404, "404", "Resource not found"));
        openAi.post(CHAT).handler(context -> chat.handle(context.request()));
        new OpenAiFake().mount(openAi, behind);
        Realtime realtime = new Realtime(behind, "deployment");

        router.route().handler(context -> key(context, stage));
        router.route("/openai/deployments/*").handler(context -> version(context, stage));
        router.route("/openai/realtime").handler(context -> version(context, stage));
        router.get("/openai/realtime").handler(context -> realtime.handle(context.request()));
        router.route(NOW + "/*").subRouter(openAi);
        router.route("/openai/deployments/*").handler(context -> named(context, stage));
        router.route().handler(context -> refuse(context, stage, 404, "404", "Resource not found"));
    }

    /// A bearer is a token of Entra, which no key is.
    private static void key(RoutingContext context, Stage stage) {
        String key = context.request().getHeader("api-key");
        boolean bearer = context.request().headers().contains("authorization");
        if (bearer || (key == null ? stage.apiKey() != null : !stage.accepts(key))) {
            refuse(context, stage, 401, "401", DENIED);
        } else {
            context.next();
        }
    }

    private static void version(RoutingContext context, Stage stage) {
        String version = context.request().getParam("api-version");
        if (version == null || !VERSION.matcher(version).matches()) {
            refuse(context, stage, 404, "404", "Resource not found");
        } else {
            context.next();
        }
    }

    /// Below a deployment stands the same as below [#NOW].
    private void named(RoutingContext context, Stage stage) {
        Matcher address = OF_DEPLOYMENT.matcher(context.normalizedPath());
        if (address.matches()) {
            context.reroute(path() + NOW + address.group(1));
        } else {
            refuse(context, stage, 404, "404", "Resource not found");
        }
    }

    private static void refuse(RoutingContext context, Stage stage, int status, String code, String message) {
        HttpServerRequest request = context.request();
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.putObject("error").put("code", code).put("message", message);
        stage.open(request).answer(status, root);
    }
}
