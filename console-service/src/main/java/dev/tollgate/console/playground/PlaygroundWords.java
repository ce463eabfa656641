package dev.tollgate.console.playground;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/// The words of the playground.
@MessageBundle("playground")
public interface PlaygroundWords {
    @Message("Playground")
    String title();

    @Message("Talk with any model. Answers are charged to the account, as calls by API are.")
    String intro();

    @Message("Model")
    String model();

    @Message("Settings")
    String settings();

    @Message("System prompt")
    String system();

    @Message("What the model is to be, and how it is to answer.")
    String systemHelp();

    @Message("Temperature")
    String temperature();

    @Message("0 to 2. Empty: the model's own.")
    String temperatureHelp();

    @Message("Top P")
    String topP();

    @Message("0 to 1. Empty: the model's own.")
    String topPHelp();

    @Message("Longest answer, in tokens")
    String maxTokens();

    @Message("Empty: as long as the model can.")
    String maxTokensHelp();

    @Message("Conversation")
    String conversation();

    @Message("Message")
    String says();

    @Message("Ask something")
    String placeholder();

    @Message("Send")
    String send();

    @Message("Stop")
    String stop();

    @Message("Clear")
    String clear();

    @Message("View code")
    String code();

    @Message("The conversation so far, with its settings. Put your own key in place of sk-your-key.")
    String codeHelp();

    @Message("Add an image")
    String image();

    @Message("Remove the image")
    String removeImage();

    @Message("You")
    String you();

    @Message("Start a conversation")
    String emptyTitle();

    @Message("Each answer shows what it cost. Nothing of it is kept here: a reload begins anew.")
    String emptyHelp();

    @Message("Stopped.")
    String stopped();

    @Message("The answer did not arrive. Check the connection, then try again.")
    String failed();

    @Message("This is no image that can be read. Take a PNG, JPEG, WebP or GIF file.")
    String badImage();

    @Message("The conversation is too long to be sent. Clear it, or take fewer images.")
    String tooLong();

    @Message("Up to {count} images a message.")
    String tooMany(String count);

    @Message("The playground needs a script, and your browser runs none.")
    String noScript();

    @Message("Choose an account above: it pays for the answers.")
    String noAccount();

    @Message("This model cannot see images.")
    String noVision();

    @Message("{credits} credits · {tokens} tokens · {duration}")
    String cost(String credits, String tokens, String duration);
}
