package dev.tollgate.console.models;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/// The words of the pages about models and prices.
@MessageBundle("models")
public interface ModelWords {
    @Message("Models")
    String title();

    @Message("Every model that can be called here, by one API and with one key.")
    String intro();

    @Message("Pricing")
    String pricing();

    @Message(
            "You pay for what is used, and nothing else. Prices are of a million tokens, unless another unit is named.")
    String pricingIntro();

    @Message("Search models")
    String search();

    @Message("Provider")
    String provider();

    @Message("Any provider")
    String anyProvider();

    @Message("Capability")
    String capability();

    @Message("Any capability")
    String anyCapability();

    @Message("How prices are shown")
    String shown();

    @Message("Nominal price")
    String nominal();

    @Message("Top-up price")
    String topUp();

    @Message("Currency")
    String currency();

    @Message("In credits: what a request takes from the balance.")
    String nominalHelp();

    @Message("What those credits cost when you top up: {amount} buys {credits} credits.")
    String topUpHelp(String amount, String credits);

    @Message("Model")
    String model();

    @Message("Context")
    String context();

    @Message("{count} tokens")
    String tokens(String count);

    @Message("Longest answer")
    String output();

    @Message("Price")
    String price();

    @Message("Free")
    String free();

    @Message("More from {above} input tokens")
    String tiered(String above);

    @Message("Requests of up to {above} input tokens")
    String lowTier(String above);

    @Message("Requests of more than {above} input tokens")
    String highTier(String above);

    @Message("Other prices")
    String others();

    @Message("Try it")
    String tryIt();

    @Message("Open in the playground")
    String openPlayground();

    @Message("Facts")
    String facts();

    @Message("Model ID")
    String id();

    @Message("Other names")
    String aliases();

    @Message("Made by")
    String owner();

    @Message("Served by")
    String providers();

    @Message("Capabilities")
    String capabilities();

    @Message("Endpoint")
    String endpoint();

    @Message("Since")
    String since();

    @Message("Sample code")
    String sample();

    @Message("Classes that are not listed, such as text written to the provider's cache, cost as much as input or"
            + " output does.")
    String componentsHelp();

    @Message("Rate limits are those of your key and account.")
    String limitsHelp();

    @Message("Nothing is offered yet")
    String noneTitle();

    @Message("Models appear here once they have a provider and a price.")
    String noneHelp();

    @Message("Previous")
    String previous();

    @Message("Next")
    String next();

    @Message("Input")
    String input();

    @Message("Cached input")
    String cachedInput();

    @Message("Cache write")
    String cacheWrite();

    @Message("Audio input")
    String audioInput();

    @Message("Image input")
    String imageInput();

    @Message("Output")
    String outputTokens();

    @Message("Reasoning")
    String reasoning();

    @Message("Audio output")
    String audioOutput();

    @Message("Image output")
    String imageOutput();

    @Message("Image")
    String images();

    @Message("Text to be spoken")
    String characters();

    @Message("Audio to be transcribed")
    String audioTime();

    @Message("Searches")
    String searches();

    @Message("per 1M tokens")
    String perMillionTokens();

    @Message("per image")
    String perImage();

    @Message("per 1M characters")
    String perMillionCharacters();

    @Message("per minute")
    String perMinute();

    @Message("per 1,000 searches")
    String perThousandSearches();

    @Message("credits")
    String credits();

    @Message("Chat")
    String canChat();

    @Message("Text completion")
    String canCompletions();

    @Message("Embeddings")
    String canEmbeddings();

    @Message("Images")
    String canImages();

    @Message("Image edits")
    String canImageEdits();

    @Message("Image variations")
    String canImageVariations();

    @Message("Speech")
    String canSpeech();

    @Message("Transcription")
    String canTranscription();

    @Message("Translation of speech")
    String canTranslation();

    @Message("Rerank")
    String canRerank();

    @Message("Moderation")
    String canModeration();

    @Message("Realtime")
    String canRealtime();

    @Message("Tools")
    String canTools();

    @Message("Vision")
    String canVision();

    @Message("Audio")
    String canAudio();

    @Message("Reasoning")
    String canReasoning();

    @Message("JSON mode")
    String canJson();

    @Message("JSON schema")
    String canSchema();

    @Message("Caching")
    String canCaching();
}
