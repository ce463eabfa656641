package dev.tollgate.console.catalogue;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/// The words of the forms about the catalogue: what each field is.
@MessageBundle("fields")
public interface CatalogueFieldWords {
    @Message("Id")
    String fieldId();

    @Message("Lower-case letters, digits, dots, dashes. It never changes.")
    String idHelp();

    @Message("What callers write as the model. It never changes.")
    String modelIdHelp();

    @Message("Name")
    String fieldName();

    @Message("What people are shown. Empty: the id.")
    String nameHelp();

    @Message("API dialect")
    String fieldKind();

    @Message("How it is spoken to. Most compatible servers speak OpenAI’s.")
    String kindHelp();

    @Message("Base URL")
    String fieldBaseUrl();

    @Message("With the version path. When it changes, a stored credential is forgotten.")
    String baseUrlHelp();

    @Message("Credential")
    String fieldCredential();

    @Message("An API key, set here")
    String credentialManaged();

    @Message("None is needed")
    String credentialNone();

    @Message("The provider’s")
    String credentialOfProvider();

    @Message("When the caller leaves")
    String fieldGone();

    @Message("Cancel the request at the provider")
    String goneCancel();

    @Message("Read the answer to its end")
    String goneDrain();

    @Message("Trace context")
    String fieldTrace();

    @Message("Tell this provider our trace context")
    String traceLabel();

    @Message("Timeouts")
    String timeouts();

    @Message("Such as 500ms, 60s, 5m. Empty: the default.")
    String timeoutsHelp();

    @Message("Connect")
    String fieldConnect();

    @Message("First byte")
    String fieldFirstByte();

    @Message("Whole answer")
    String fieldPlain();

    @Message("Between bytes")
    String fieldIdle();

    @Message("Retries end after")
    String fieldRetry();

    @Message("Owner")
    String fieldOwner();

    @Message("Told by the API’s list of models, such as openai.")
    String ownerHelp();

    @Message("Other names")
    String fieldAliases();

    @Message("One a line.")
    String aliasesHelp();

    @Message("Context window")
    String fieldContext();

    @Message("Tokens, input and output together.")
    String contextHelp();

    @Message("Most output")
    String fieldOutput();

    @Message("Tokens of one answer.")
    String outputHelp();

    @Message("Least useful output")
    String fieldLeast();

    @Message("With credit for less, a request is refused.")
    String leastHelp();

    @Message("Capabilities")
    String fieldCapabilities();

    @Message("The first seven say which endpoints it serves; they never change under its id.")
    String capabilitiesHelp();

    @Message("Published")
    String fieldCreated();

    @Message("Such as 2026-03-05.")
    String createdHelp();

    @Message("Image sizes")
    String fieldSizes();

    @Message("How many standard images one counts, one a line: 1024x1024/hd = 2")
    String sizesHelp();

    @Message("Longest recording, seconds")
    String fieldAudio();

    @Message("Images and audio")
    String media();

    @Message("Limits of all callers together")
    String limits();

    @Message("Empty: none.")
    String limitsHelp();

    @Message("Requests per minute")
    String fieldRpm();

    @Message("Tokens per minute")
    String fieldTpm();

    @Message("Requests per day")
    String fieldRpd();

    @Message("At the same time")
    String fieldConcurrency();

    @Message("Provider")
    String fieldProvider();

    @Message("Model")
    String fieldModel();

    @Message("Choose …")
    String choose();

    @Message("Model at the provider")
    String fieldUpstream();

    @Message("Empty: the model’s id.")
    String upstreamHelp();

    @Message("Weight")
    String fieldWeight();

    @Message("Its share among deployments of one priority, 0 to 1000. 0: only when no other is left.")
    String weightHelp();

    @Message("Priority")
    String fieldPriority();

    @Message("Lower is tried first.")
    String priorityHelp();

    @Message("Members may use")
    String fieldScope();

    @Message("All models, less those chosen")
    String scopeAll();

    @Message("Only the chosen models")
    String scopeSome();

    @Message("Models")
    String fieldModels();

    @Message("Less these models")
    String fieldExcept();

    @Message("A new group is usable once a price draft names its multiplier.")
    String groupPrice();

    @Message("Callers can use it once a price is published for it.")
    String modelPrice();

    @Message("Set a price")
    String setPrice();
}
