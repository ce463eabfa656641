package dev.tollgate.console.models;

import jakarta.ws.rs.QueryParam;
import org.jspecify.annotations.Nullable;

/// How a reader wants prices told.
///
/// @param price `top-up` for what the credits cost; anything else is nominal
/// @param currency of top-up prices
public record PriceChoice(
        @QueryParam("price") @Nullable String price,
        @QueryParam("currency") @Nullable String currency) {}
