package dev.tollgate.console.web;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/// The words of the frame and of what all pages have.
@MessageBundle("web")
public interface WebWords {
    @Message("Skip to content")
    String skip();

    @Message("Navigation")
    String navigation();

    @Message("Menu")
    String menu();

    @Message("Account")
    String account();

    @Message("All accounts")
    String allAccounts();

    @Message("You are looking at {account} as somebody of the platform. What you change is logged under your name.")
    String guestOf(String account);

    @Message("Stop looking")
    String guestEnd();

    @Message("Nothing was changed: you do not look at this account now. Choose \"View as owner\" on its page first, "
            + "and say why.")
    String viewFirst();

    @Message("Platform")
    String platform();

    @Message("Resources")
    String resources();

    @Message("Language")
    String language();

    @Message("Theme")
    String theme();

    @Message("System")
    String themeAuto();

    @Message("Light")
    String themeLight();

    @Message("Dark")
    String themeDark();

    @Message("Sign in")
    String signIn();

    @Message("Sign out")
    String signOut();

    @Message("Signed in as {login}")
    String signedInAs(String login);

    @Message("Support")
    String support();

    @Message("Chat with us")
    String chat();

    @Message("Documentation")
    String documentation();

    @Message("Search")
    String search();

    @Message("Filter")
    String filter();

    @Message("Clear filters")
    String clear();

    @Message("Newer")
    String newer();

    @Message("Older")
    String older();

    @Message("Pages")
    String pages();

    @Message("Cancel")
    String cancel();

    @Message("Close")
    String close();

    @Message("Save changes")
    String save();

    @Message("Back")
    String back();

    @Message("Copy")
    String copy();

    @Message("Copied")
    String copied();

    @Message("Optional")
    String optional();

    @Message("Nothing fits what you look for.")
    String nothingFound();

    @Message("Please correct what is marked below.")
    String correct();

    @Message("Fill this in.")
    String required();

    @Message("Write a whole number, such as 60.")
    String notANumber();

    @Message("Write an amount of credits above zero, such as 12.50.")
    String notAnAmount();

    @Message("Choose a date and time.")
    String notATime();

    @Message("The connection failed. Check that you are online, then try again.")
    String offline();

    @Message("Show as a table")
    String asTable();

    @Message("never")
    String never();

    @Message("API keys")
    String placeKeys();

    @Message("Dashboard")
    String placeDashboard();

    @Message("Usage")
    String placeUsage();

    @Message("Playground")
    String placePlayground();

    @Message("Billing")
    String placeBilling();

    @Message("Team")
    String placeTeam();

    @Message("Models")
    String placeModels();

    @Message("Pricing")
    String placePricing();

    @Message("Documentation")
    String placeDocs();

    @Message("Overview")
    String placeOverview();

    @Message("Catalogue")
    String placeCatalogue();

    @Message("Prices")
    String placePrices();

    @Message("Customers")
    String placeCustomers();

    @Message("Users")
    String placeUsers();

    @Message("Refunds")
    String placeRefunds();

    @Message("Audit log")
    String placeAudit();

    @Message("This page is not there")
    String errorNotFound();

    @Message("The address may be wrong, or what it showed is gone or belongs to another account.")
    String errorNotFoundHelp();

    @Message("You may not do this")
    String errorForbidden();

    @Message("Ask an owner of the account for the role that you need. What was missing:")
    String errorForbiddenHelp();

    @Message("Somebody was faster")
    String errorConflict();

    @Message("This has changed meanwhile. Load the page again and look before you repeat it.")
    String errorConflictHelp();

    @Message("This could not be read")
    String errorInvalid();

    @Message("Go back, correct it and try again. What was wrong:")
    String errorInvalidHelp();

    @Message("Too many attempts")
    String errorTooMany();

    @Message("Wait a little, then try again.")
    String errorTooManyHelp();

    @Message("A part of the system is away")
    String errorAway();

    @Message("Nothing was lost. Try again in a minute; your keys go on working meanwhile.")
    String errorAwayHelp();

    @Message("Something went wrong on our side")
    String errorOurs();

    @Message("It was logged. If it happens again, tell support the request id below.")
    String errorOursHelp();

    @Message("Request id")
    String requestId();

    @Message("Try again")
    String tryAgain();

    @Message("To the start page")
    String home();
}
