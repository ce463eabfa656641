package dev.tollgate.console.peers;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.contract.auth.v1.CreatedToken;
import dev.tollgate.contract.auth.v1.Login;
import dev.tollgate.contract.auth.v1.LoginAnswer;
import dev.tollgate.contract.auth.v1.MemberCommand;
import dev.tollgate.contract.auth.v1.MemberView;
import dev.tollgate.contract.auth.v1.MembershipView;
import dev.tollgate.contract.auth.v1.OidcLogin;
import dev.tollgate.contract.auth.v1.TokenAnswer;
import dev.tollgate.contract.auth.v1.TokenCommand;
import dev.tollgate.contract.auth.v1.TokenQuestion;
import dev.tollgate.contract.auth.v1.TokenView;
import dev.tollgate.contract.auth.v1.UserCommand;
import dev.tollgate.contract.auth.v1.UserView;
import dev.tollgate.contract.page.Page;
import io.quarkus.rest.client.reactive.ClientExceptionMapper;
import io.quarkus.rest.client.reactive.jackson.ClientObjectMapper;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.rest.client.annotation.RegisterClientHeaders;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jspecify.annotations.Nullable;

/// Auth's management of users, members and tokens.
@RegisterRestClient(configKey = "auth")
@RegisterClientHeaders(InnerCall.class)
@Path("/internal/v1")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
interface PeopleClient {
    @POST
    @Path("/principals")
    Uni<TokenAnswer> whose(TokenQuestion question);

    @GET
    @Path("/principals/{user}")
    Uni<TokenAnswer> principal(@PathParam("user") String user);

    @POST
    @Path("/sessions")
    Uni<LoginAnswer> login(Login login);

    @POST
    @Path("/sessions/oidc")
    Uni<LoginAnswer> loginByOidc(OidcLogin login);

    @POST
    @Path("/users")
    Uni<UserView> createUser(UserCommand command);

    @GET
    @Path("/users")
    Uni<Page<UserView>> users(
            @QueryParam("search") @Nullable String search,
            @QueryParam("after") @Nullable String after,
            @QueryParam("before") @Nullable String before,
            @QueryParam("limit") int limit);

    @GET
    @Path("/users/{id}")
    Uni<UserView> user(@PathParam("id") String id);

    @PATCH
    @Path("/users/{id}")
    Uni<UserView> changeUser(@PathParam("id") String id, UserCommand command);

    @GET
    @Path("/users/{id}/memberships")
    Uni<List<MembershipView>> memberships(@PathParam("id") String id);

    @GET
    @Path("/users/{id}/tokens")
    Uni<Page<TokenView>> tokens(
            @PathParam("id") String id,
            @QueryParam("after") @Nullable String after,
            @QueryParam("before") @Nullable String before,
            @QueryParam("limit") int limit);

    @POST
    @Path("/users/{id}/tokens")
    Uni<CreatedToken> createToken(@PathParam("id") String id, TokenCommand command);

    @POST
    @Path("/users/{id}/tokens/{token}/revoke")
    Uni<TokenView> revokeToken(@PathParam("id") String id, @PathParam("token") String token);

    @GET
    @Path("/accounts/{id}/members")
    Uni<List<MemberView>> members(@PathParam("id") String id);

    @PUT
    @Path("/accounts/{id}/members/{user}")
    Uni<MemberView> setMember(@PathParam("id") String id, @PathParam("user") String user, MemberCommand command);

    @DELETE
    @Path("/accounts/{id}/members/{user}")
    Uni<MemberView> removeMember(@PathParam("id") String id, @PathParam("user") String user);

    @ClientObjectMapper
    static ObjectMapper json(ObjectMapper strict) {
        return InnerCall.lenient(strict);
    }

    @ClientExceptionMapper
    static RuntimeException failure(Response response) {
        return InnerCall.failure(response);
    }
}
