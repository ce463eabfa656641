package dev.tollgate.console.web;

/// One of the accounts that a user may look at.
public record AccountChoice(String id, String name) {}
